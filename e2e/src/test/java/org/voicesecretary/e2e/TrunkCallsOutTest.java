package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;

/** A telephone calls out; providers are played by sipp. */
@Tag("e2e")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrunkCallsOutTest {
    private static final Duration SOON = Duration.ofSeconds(25);
    private static final List<String> OUT_OF_THE_HOUSE = List.of("NOTIFY_OUT_START", "NOTIFY_ANSWER", "NOTIFY_OUT_END");

    @TempDir
    static Path directory;

    private final WebhookDouble script = WebhookDouble.start();
    private final int first = FreePort.any();
    private final int second = FreePort.any();
    private RunningServer server;
    private Baresip ann;
    private int before;

    @BeforeAll
    void start() throws Exception {
        String account = """
                account: {name: Test shop, key: %s, pbx-id: 123456, secret: %s, time-zone: Europe/Berlin, language: en, country: GB}
                webhook: {url: "%s"}
                trunks:
                  - {name: first, host: 127.0.0.1, port: %d, user: me, password: secret-of-me, order: 1, probe: off}
                  - {name: second, host: 127.0.0.1, port: %d, order: 2, probe: off}
                numbers: [{number: "%s"}]
                outgoing: {allow: true, limits: {calls: 5, per-hour: 100}}
                extensions: [{number: 101, name: Ann, password: secret-of-101, caller-id: "442037691880"}]
                """.formatted(
                        RunningServer.KEY, RunningServer.SECRET, script.url(), first, second, RunningServer.NUMBER);
        server = RunningServer.start(Files.createDirectory(directory.resolve("server")), account, Map.of());
        script.otherwise(DoubleReply.empty());
        ann = Baresip.registering(
                directory.resolve("phone-101"), "123456-101", "secret-of-101", server.port(Transport.UDP), 440);
        ann.shows("200 OK");
    }

    @AfterAll
    void stop() throws Exception {
        ann.close();
        server.close();
        script.close();
    }

    @AfterEach
    void quiet() throws Exception {
        ann.command("hangup", "");
    }

    private SippTrunk plays(String scenario, int port) throws Exception {
        return SippTrunk.plays(scenario, port, directory);
    }

    private void dials(String number) throws Exception {
        before = script.requests().size();
        ann.forgets();
        ann.command("dial", "sip:" + number + "@127.0.0.1:" + server.port(Transport.UDP));
    }

    private void established() throws InterruptedException {
        try {
            ann.tells("CALL_ESTABLISHED");
        } catch (AssertionError e) {
            throw new AssertionError("the call: " + server.timeline() + "\n" + e.getMessage(), e);
        }
    }

    /** What the script was told, which ends with the end of the call. */
    private List<WebhookRequest> toldToTheEnd() throws InterruptedException {
        Eventually.get(
                "NOTIFY_OUT_END",
                SOON,
                () -> script.requests().stream()
                        .skip(before)
                        .filter(request -> request.field("event").equals("NOTIFY_OUT_END"))
                        .findFirst());
        return script.requests().stream().skip(before).toList();
    }

    private static List<String> names(List<WebhookRequest> told) {
        return told.stream().map(request -> request.field("event")).toList();
    }

    private static void ended(List<WebhookRequest> told, String disposition, String code) {
        WebhookRequest end = told.getLast();
        assertThat(end.field("disposition")).isEqualTo(disposition);
        assertThat(end.field("status_code")).isEqualTo(code);
        assertThat(end.field("destination")).isEqualTo("442037690000");
        assertThat(end.field("internal")).isEqualTo("101");
        assertThat(end.field("pbx_call_id")).startsWith("out_");
    }

    @Test
    void theProviderGetsTheLoginAndTheCallerHearsTheOtherSide() throws Exception {
        try (SippTrunk provider = plays("trunk-login", first)) {
            dials("02037690000");
            established();
            ann.hearsForASecond(); // her own voice, which the provider sends back
            ann.command("hangup", "");
            provider.wentAsWritten();
        }
        List<WebhookRequest> told = toldToTheEnd();
        assertThat(names(told)).isEqualTo(OUT_OF_THE_HOUSE);
        ended(told, "answered", "16");
        assertThat(told.get(1).field("destination")).isEqualTo("+442037690000");
    }

    @Test
    void aProviderThatFailsIsFollowedByTheNext() throws Exception {
        try (SippTrunk failing = plays("trunk-fails", first);
                SippTrunk answering = plays("trunk-answers", second)) {
            dials("02037690000");
            established();
            failing.wentAsWritten();
            answering.wentAsWritten();
        }
        List<WebhookRequest> told = toldToTheEnd();
        assertThat(names(told)).isEqualTo(OUT_OF_THE_HOUSE);
        ended(told, "answered", "16");
    }

    @Test
    void aProviderThatSaysNotAWordIsFollowedByTheNext() throws Exception {
        try (var silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), first));
                SippTrunk answering = plays("trunk-answers", second)) {
            dials("02037690000");
            established();
            assertThat(silent.isBound()).isTrue();
            answering.wentAsWritten();
        }
        List<WebhookRequest> told = toldToTheEnd();
        assertThat(names(told)).isEqualTo(OUT_OF_THE_HOUSE);
        ended(told, "answered", "16");
    }

    @Test
    void whoIsBusyIsCalledByNoOtherProvider() throws Exception {
        try (SippTrunk busy = plays("trunk-busy", first)) {
            dials("02037690000");
            ann.tells("CALL_CLOSED", "486");
            busy.wentAsWritten();
        }
        List<WebhookRequest> told = toldToTheEnd();
        assertThat(names(told)).containsExactly("NOTIFY_OUT_START", "NOTIFY_OUT_END");
        ended(told, "busy", "17");
        assertThat(Optional.of(told.getFirst().field("caller_id"))).contains("442037691880");
    }

    @Test
    void whatAProviderLetsHearBeforeTheAnswerIsHeard() throws Exception {
        try (SippTrunk provider = plays("trunk-early", first)) {
            dials("02037690000");
            ann.tells("CALL_PROGRESS");
            ann.hearsForASecond();
            ann.command("hangup", "");
            provider.wentAsWritten();
        }
        List<WebhookRequest> told = toldToTheEnd();
        assertThat(names(told)).containsExactly("NOTIFY_OUT_START", "NOTIFY_OUT_END");
        ended(told, "cancel", "16");
    }
}
