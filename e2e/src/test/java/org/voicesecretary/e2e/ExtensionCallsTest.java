package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.TimelineEvent;

/** Telephones that share no code with us register as extensions, are called, and call each other. */
@Tag("e2e")
@Timeout(120)
class ExtensionCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** The hum of 101, of 102 and of the caller outside. */
    private static final double ANN = 440;

    private static final double BOB = 620;
    private static final double CALLER = 880;
    /** The first tone of the music on hold that comes with the program. */
    private static final double MUSIC = 220 * Math.pow(2, 3 / 12.0);

    @TempDir
    Path directory;

    private final WebhookDouble script = WebhookDouble.start();
    private final TestPhone outside = TestPhone.onLoopback();
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        String account = """
                account: {name: Test shop, key: %s, pbx-id: 123456, secret: %s, time-zone: Europe/Berlin, language: en, country: GB}
                webhook: {url: "%s"}
                trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                numbers: [{number: "%s"}]
                extensions:
                  - {number: 101, name: Ann, password: secret-of-101, lines: 1}
                  - {number: 102, name: Bob, password: secret-of-102, digest: md5}
                  - {number: 103, password: secret-of-103, do-not-disturb: true}
                """.formatted(RunningServer.KEY, RunningServer.SECRET, script.url(), RunningServer.NUMBER);
        server = RunningServer.start(directory, account, Map.of("VOICE_SECRETARY_RTP_TIMEOUT", "5s"));
        script.otherwise(DoubleReply.empty());
    }

    @AfterEach
    void stop() {
        outside.close();
        server.close();
        script.close();
    }

    private Baresip telephone(String extension, double hertz) throws Exception {
        var telephone = Baresip.registering(
                directory.resolve("phone-" + extension),
                "123456-" + extension,
                "secret-of-" + extension,
                server.port(Transport.UDP),
                hertz);
        telephone.shows("200 OK");
        return telephone;
    }

    private PhoneCall call(String redirect) {
        script.on(EventType.NOTIFY_START, DoubleReply.json("{\"redirect\":\"" + redirect + "\"}"));
        return outside.dial(server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from("442037699999"));
    }

    private List<String> eventsToTheEnd() throws InterruptedException {
        Eventually.get(
                "NOTIFY_END",
                SOON,
                () -> script.requests(EventType.NOTIFY_END).stream().findFirst());
        return script.requests().stream().map(request -> request.field("event")).toList();
    }

    /** What the server counts of the requests of telephones. */
    private double figure(String outcome) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var address = URI.create("http://127.0.0.1:" + server.assembly().httpPort() + "/metrics");
            String metrics = client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return metrics.lines()
                    .filter(line -> line.startsWith("registrar_requests_total{outcome=\"" + outcome + "\"}"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(metrics));
        }
    }

    @Test
    void aScriptHandsTheCallerOverToAnExtensionAndTheyHearEachOther() throws Exception {
        try (Baresip ann = telephone("101", ANN);
                PhoneCall caller = call("101").answered()) {
            ann.tells("CALL_ESTABLISHED");
            assertThat(caller.heard().awaitTone(ANN, 0, SOON))
                    .as("Ann is heard")
                    .isTrue();
            caller.say(Tones.sine(CALLER, Tones.amplitude(-20), 3_000, 8_000));
            ann.hearsForASecond();
            caller.hangUp();
            ann.tells("CALL_CLOSED");
            assertThat(Heard.has(WavFile.read(ann.heard()), CALLER)).isTrue();
            assertThat(Heard.has(caller.heard().pcm(), BOB)).isFalse();
        }
        assertThat(eventsToTheEnd()).containsExactly("NOTIFY_START", "NOTIFY_INTERNAL", "NOTIFY_ANSWER", "NOTIFY_END");
        WebhookRequest end = script.awaitRequest(EventType.NOTIFY_END, SOON);
        assertThat(end.field("internal")).isEqualTo("101");
        assertThat(end.field("disposition")).isEqualTo("answered");
        assertThat(script.awaitRequest(EventType.NOTIFY_ANSWER, SOON).field("internal"))
                .isEqualTo("101");
    }

    @Test
    void eitherSideHoldsAndResumesAndTheyHearEachOtherAgain() throws Exception {
        try (Baresip ann = telephone("101", ANN);
                PhoneCall caller = call("101").answered()) {
            assertThat(caller.heard().awaitTone(ANN, 0, SOON)).isTrue();
            caller.hold();
            caller.resume();
            assertThat(caller.heard().awaitTone(ANN, caller.heard().mark(), SOON))
                    .as("Ann is heard after the caller held")
                    .isTrue();

            ann.command("hold", "");
            assertThat(caller.heard().awaitTone(MUSIC, caller.heard().mark(), SOON))
                    .as("music is heard while she holds")
                    .isTrue();
            int held = caller.heard().mark();
            ann.command("resume", "");
            assertThat(caller.heard().awaitTone(ANN, held, SOON))
                    .as("Ann is heard after she held")
                    .isTrue();
            ann.command("hangup", "");
            assertThat(caller.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
        }
        assertThat(eventsToTheEnd()).containsExactly("NOTIFY_START", "NOTIFY_INTERNAL", "NOTIFY_ANSWER", "NOTIFY_END");
    }

    @Test
    void telephonesHandTheCallerOnByKeysAndByRefer() throws Exception {
        try (Baresip ann = telephone("101", ANN);
                Baresip bob = telephone("102", BOB);
                PhoneCall caller = call("101").answered()) {
            assertThat(caller.heard().awaitTone(ANN, 0, SOON)).isTrue();
            ann.command("sndcode", "*102#");
            bob.tells("CALL_ESTABLISHED");
            assertThat(caller.heard().awaitTone(MUSIC, caller.heard().mark(), SOON))
                    .as("music while the two talk")
                    .isTrue();
            ann.command("hangup", "");
            assertThat(caller.heard().awaitTone(BOB, caller.heard().mark(), SOON))
                    .as("Bob has the caller")
                    .isTrue();
            bob.command("transfer", "sip:101@127.0.0.1:" + server.port(Transport.UDP));
            bob.tells("CALL_CLOSED");
            assertThat(caller.heard().awaitTone(ANN, caller.heard().mark(), SOON))
                    .as("and Ann again")
                    .isTrue();
            caller.hangUp();
        }
        assertThat(eventsToTheEnd())
                .containsExactly(
                        "NOTIFY_START",
                        "NOTIFY_INTERNAL",
                        "NOTIFY_ANSWER",
                        "NOTIFY_INTERNAL",
                        "NOTIFY_ANSWER",
                        "NOTIFY_INTERNAL",
                        "NOTIFY_ANSWER",
                        "NOTIFY_END");
    }

    @Test
    void aTelephoneThatVanishesInMidCallEndsItForBoth() throws Exception {
        try (Baresip ann = telephone("101", ANN);
                PhoneCall caller = call("101").answered()) {
            assertThat(caller.heard().awaitTone(ANN, 0, SOON)).isTrue();
            ann.vanish();
            assertThat(caller.awaitEnd(Duration.ofSeconds(40))).containsInstanceOf(DialogEnd.RemoteBye.class);
        }
        assertThat(eventsToTheEnd()).containsExactly("NOTIFY_START", "NOTIFY_INTERNAL", "NOTIFY_ANSWER", "NOTIFY_END");
        assertThat(server.events(TimelineEvent.Ended.class)).hasSize(1);
    }

    @Test
    void extensionsCallEachOtherAndScriptsAreToldNothing() throws Exception {
        try (Baresip ann = telephone("101", ANN);
                Baresip bob = telephone("102", BOB)) {
            ann.command("dial", "sip:102@127.0.0.1:" + server.port(Transport.UDP));
            bob.tells("CALL_ESTABLISHED");
            ann.tells("CALL_ESTABLISHED");
            ann.hearsForASecond();
            bob.hearsForASecond();
            bob.command("hangup", "");
            ann.tells("CALL_CLOSED");
            assertThat(Heard.has(WavFile.read(ann.heard()), BOB)).isTrue();
            assertThat(Heard.has(WavFile.read(bob.heard()), ANN)).isTrue();
        }
        Eventually.that(
                "the call ended",
                () -> !server.events(TimelineEvent.Ended.class).isEmpty());
        assertThat(server.events(TimelineEvent.CallStarted.class))
                .containsExactly(new TimelineEvent.CallStarted("101", "102"));
        assertThat(script.requests()).isEmpty();
    }

    @Test
    void whoDoesNotWantToBeDisturbedIsBusyAndWhatIsNoNumberIsNotFound() throws Exception {
        try (Baresip ann = telephone("101", ANN)) {
            ann.command("dial", "sip:103@127.0.0.1:" + server.port(Transport.UDP));
            ann.tells("CALL_CLOSED", "486");
            ann.command("dial", "sip:77@127.0.0.1:" + server.port(Transport.UDP));
            ann.tells("CALL_CLOSED", "404");
        }
    }

    @Test
    void aSecondCallFindsAnExtensionOfOneLineBusy() throws Exception {
        try (Baresip ann = telephone("101", ANN);
                PhoneCall first = call("101").answered();
                PhoneCall second = call("101")) {
            ann.tells("CALL_ESTABLISHED");
            assertThat(second.refused().status()).isEqualTo(486);
            first.hangUp();
            ann.tells("CALL_CLOSED");
            try (PhoneCall third = call("101")) {
                third.answered();
            }
        }
    }

    @Test
    void aWrongPasswordRegistersNobody() throws Exception {
        try (Baresip _ = Baresip.registering(
                        directory.resolve("thief"), "123456-101", "guess", server.port(Transport.UDP), ANN);
                PhoneCall caller = call("101")) {
            // It tries each challenge anew, as fast as it is let.
            Eventually.that("more than three wrong passwords", () -> figure("wrong-password") > 3);
            assertThat(figure("wrong-password")).isLessThan(20);
            assertThat(figure("accepted")).isZero();
            assertThat(caller.refused().status()).isEqualTo(480);
        }
        assertThat(eventsToTheEnd()).containsExactly("NOTIFY_START", "NOTIFY_END");
        WebhookRequest end = script.awaitRequest(EventType.NOTIFY_END, SOON);
        assertThat(end.field("disposition")).isEqualTo("no answer");
    }
}
