package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;

/** What scripts are told when the process is killed, stopped, or stopped while nobody listens: each end, once. */
@Tag("e2e")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndsOfTheServerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern STOPPING = Pattern.compile("(Stopping: no new calls)");
    private static final Map<String, String> QUICK =
            Map.of("VOICE_SECRETARY_WEBHOOK_RETRY_FIRST", "300ms", "VOICE_SECRETARY_WEBHOOK_RETRY_MAX", "1s");
    /** The first retry comes long after the test is over, unless the server stops. */
    private static final Map<String, String> PATIENT = Map.of("VOICE_SECRETARY_WEBHOOK_RETRY_FIRST", "10m");

    @TempDir
    Path directory;

    private final WebhookDouble script = WebhookDouble.start();
    private final TestPhone phone = TestPhone.onLoopback();
    private volatile boolean up;

    @BeforeEach
    void aScriptThatIsDownWhenACallEnds() throws Exception {
        script.on(
                EventType.NOTIFY_START,
                DoubleReply.json("{\"ivr_saytext\":\"Please press a key.\",\"language\":\"en\","
                        + "\"wait_dtmf\":{\"timeout\":50,\"attempts\":1,\"maxdigits\":1,\"name\":\"k\"}}"));
        script.on(EventType.NOTIFY_IVR, DoubleReply.json("{\"hangup\":1}"));
        script.on(EventType.NOTIFY_END, _ -> up ? DoubleReply.empty() : DoubleReply.status(503));
        Files.writeString(
                directory.resolve("account.yaml"),
                RunningServer.account(script.url().toString()));
    }

    @AfterEach
    void endIt() {
        phone.close();
        script.close();
    }

    private List<WebhookRequest> ends() {
        return script.requests(EventType.NOTIFY_END);
    }

    private PhoneCall dial(ServerProcess server, String caller) throws InterruptedException {
        return phone.dial(server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from(caller))
                .answered();
    }

    /** A call that ends well. */
    private void call(ServerProcess server, String caller) throws InterruptedException {
        try (var call = dial(server, caller)) {
            assertThat(call.heard().awaitSound(0, SOON)).isTrue();
            call.press("1");
            assertThat(call.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
        }
    }

    private static void isSigned(WebhookRequest end) {
        assertThat(Signature.verify(
                        RunningServer.SECRET,
                        end.field("caller_id") + end.field("called_did") + end.field("call_start"),
                        end.header("Signature").orElseThrow(),
                        EnumSet.of(SignatureForm.HEX)))
                .isTrue();
    }

    @Test
    void anEndThatNobodyTookBeforeTheServerWasKilledIsToldOnceByTheNext() throws Exception {
        int before;
        try (var server = ServerProcess.start(directory, QUICK)) {
            call(server, "442037690001");
            Eventually.holds("the script refuses it", SOON, () -> ends().size() >= 2);
            server.kill();
            before = ends().size();
        }
        up = true;
        try (var server = ServerProcess.start(directory, QUICK)) {
            Eventually.holds(
                    "it is delivered", SOON, () -> server.events().getFirst().startsWith("DELIVERED"));
            server.terminate();
            assertThat(server.exit(SOON)).isZero();
            assertThat(server.events()).hasSize(1);
        }

        assertThat(ends()).as("one more than were refused").hasSize(before + 1);
        assertThat(ends())
                .map(WebhookRequest::bodyText)
                .containsOnly(ends().getFirst().bodyText());
        assertThat(ends())
                .map(end -> end.header("Signature").orElseThrow())
                .containsOnly(ends().getFirst().header("Signature").orElseThrow());
        assertThat(ends().getFirst().field("disposition")).isEqualTo("answered");
        isSigned(ends().getLast());
    }

    @Test
    void aCallThatWasUpWhenTheServerWasKilledEndsOnceAsFailed() throws Exception {
        up = true;
        try (var server = ServerProcess.start(directory, QUICK);
                var call = dial(server, "442037690001")) {
            assertThat(call.heard().awaitSound(0, SOON)).isTrue();
            Eventually.holds(
                    "the answer is on the disk",
                    SOON,
                    () -> server.rows("SELECT call_id FROM calls WHERE answered_at IS NOT NULL")
                                    .size()
                            == 1);
            server.kill();
            call.vanish();
        }
        assertThat(ends()).isEmpty();
        for (int start = 1; start <= 2; start++) {
            try (var server = ServerProcess.start(directory, QUICK)) {
                Eventually.holds("it is delivered", SOON, () -> server.events().equals(List.of("DELIVERED 1")));
                server.terminate();
                assertThat(server.exit(SOON)).isZero();
            }
        }

        assertThat(ends()).hasSize(1);
        WebhookRequest end = ends().getFirst();
        assertThat(end.field("disposition")).isEqualTo("failed");
        assertThat(end.field("status_code")).isEqualTo("41");
        assertThat(Integer.parseInt(end.field("duration"))).isBetween(0, 60);
        isSigned(end);
    }

    @Test
    void termDeliversWhatWaitsForItsNextAttempt() throws Exception {
        try (var server = ServerProcess.start(directory, PATIENT)) {
            call(server, "442037690001");
            Eventually.holds(
                    "the script refuses it", SOON, () -> server.events().equals(List.of("PENDING 1")));
            up = true;
            server.terminate();

            assertThat(server.exit(Duration.ofSeconds(30))).isZero();
            assertThat(server.events()).containsExactly("DELIVERED 2");
            assertThat(server.rows("SELECT kind FROM timeline_entries WHERE kind = 'delivery'"))
                    .as("both attempts are on the timeline")
                    .hasSize(2);
        }
        assertThat(ends()).hasSize(2);
    }

    @Test
    void whatTheFlushCannotDeliverEitherIsToldAfterTheNextStart() throws Exception {
        try (var server = ServerProcess.start(directory, QUICK)) {
            call(server, "442037690001");
            call(server, "442037690002");
            Eventually.holds("the script refuses both", SOON, () -> ends().size() >= 2);
            server.terminate();

            assertThat(server.exit(Duration.ofSeconds(30))).isZero();
            assertThat(server.events()).hasSize(2).allMatch(event -> event.startsWith("PENDING"));
        }
        int before = ends().size();
        up = true;
        try (var server = ServerProcess.start(directory, QUICK)) {
            Eventually.holds(
                    "both are delivered",
                    SOON,
                    () -> server.events().stream().allMatch(event -> event.startsWith("DELIVERED")));
            server.terminate();
            assertThat(server.exit(SOON)).isZero();
        }
        assertThat(ends().subList(before, ends().size()))
                .map(end -> end.field("caller_id"))
                .containsExactlyInAnyOrder("442037690001", "442037690002");
    }

    @Test
    void aCallThatDoesNotEndWithinDrainTimeoutIsHungUpAndItsScriptTold() throws Exception {
        up = true;
        try (var server = ServerProcess.start(directory, Map.of("VOICE_SECRETARY_DRAIN_TIMEOUT", "1s"));
                var call = dial(server, "442037690001")) {
            assertThat(call.heard().awaitSound(0, SOON)).isTrue();
            server.terminate();

            assertThat(call.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
            assertThat(server.exit(Duration.ofSeconds(30))).isZero();
            assertThat(server.log()).contains("1 calls did not end in time");
            assertThat(server.events()).containsExactly("DELIVERED 1");
        }
        assertThat(ends()).hasSize(1);
    }

    @Test
    void aSecondTermEndsAtOnceAndTheNextStartTellsTheScript() throws Exception {
        up = true;
        try (var server = ServerProcess.start(directory, QUICK);
                var call = dial(server, "442037690001")) {
            assertThat(call.heard().awaitSound(0, SOON)).isTrue();
            server.terminate();
            server.awaits(STOPPING);
            server.terminate();

            assertThat(server.exit(Duration.ofSeconds(5))).isEqualTo(128 + 15);
            call.vanish();
        }
        assertThat(ends()).isEmpty();
        try (var server = ServerProcess.start(directory, QUICK)) {
            script.awaitRequest(EventType.NOTIFY_END, SOON);
            server.terminate();
            assertThat(server.exit(SOON)).isZero();
        }
        assertThat(ends())
                .singleElement()
                .satisfies(end -> assertThat(end.field("disposition")).isEqualTo("failed"));
    }
}
