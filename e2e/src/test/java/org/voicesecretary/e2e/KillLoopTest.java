package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;

/**
 * A server that is killed again and again while calls come, are talked in and end, on one and the same data: what it had stored is told,
 * once for each call as far as the script can see, and it is there again within 10 s. {@code -Dkill.rounds=200} for more of it.
 */
@Tag("e2e")
@Timeout(value = 3_600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillLoopTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 20);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int CALLERS = 4;
    private static final Duration READY = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, String> SETTINGS = Map.of(
            "VOICE_SECRETARY_WEBHOOK_RETRY_FIRST",
            "100ms",
            "VOICE_SECRETARY_WEBHOOK_RETRY_MAX",
            "1s",
            "VOICE_SECRETARY_LIMITS_REQUESTS_PER_SECOND",
            "1000",
            // Quick to start, as far as the same program can be.
            "JAVA_TOOL_OPTIONS",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final WebhookDouble script = WebhookDouble.start();
    private final TestPhone phone = TestPhone.onLoopback();
    private final AtomicBoolean refusing = new AtomicBoolean(true);
    private final Set<String> committed = new TreeSet<>();

    @AfterEach
    void close() {
        phone.close();
        script.close();
    }

    @Test
    void whateverWasStoredIsToldHoweverOftenTheServerIsKilled() throws Exception {
        var answers = new Random(SEED + 1);
        script.on(
                EventType.NOTIFY_START,
                DoubleReply.json(
                        "{\"ivr_saydigits\": \"1\", \"wait_dtmf\": {\"timeout\": 20, \"attempts\": 1, \"maxdigits\": 1,"
                                + " \"name\": \"k\"}}"));
        script.on(EventType.NOTIFY_IVR, DoubleReply.json("{\"hangup\": 1}"));
        script.on(
                EventType.NOTIFY_END,
                _ -> refusing.get() && answers.nextInt(3) > 0 ? DoubleReply.status(503) : DoubleReply.empty());
        Files.writeString(
                directory.resolve("account.yaml"),
                RunningServer.account(script.url().toString()).replace("{number: ", "{recording: always, number: "));
        for (int round = 1; round <= ROUNDS; round++) {
            round(round);
        }
        refusing.set(false);
        try (var server = ServerProcess.start(directory, SETTINGS)) {
            Eventually.holds(
                    "every event is delivered " + seed(),
                    SOON,
                    () -> server.rows("SELECT event_id FROM outbox_events WHERE state <> 'DELIVERED'")
                            .isEmpty());
            server.terminate();
            assertThat(server.exit(SOON)).isZero();
            nothingIsLost(server);
        }
    }

    private static String seed() {
        return "(-Dkill.seed=" + SEED + ")";
    }

    private void round(int round) throws Exception {
        long began = System.nanoTime();
        try (var server = ServerProcess.start(directory, SETTINGS)) {
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("round %d: the server is there again %s", round, seed())
                    .isLessThan(READY);
            var stop = new AtomicBoolean();
            var load = new ArrayList<Thread>();
            var up = new CountDownLatch(CALLERS / 2);
            for (int caller = 0; caller < CALLERS; caller++) {
                String number = "4420376900" + caller;
                int patience = random.nextInt(300);
                load.add(Thread.startVirtualThread(() -> calls(server, number, patience, up, stop)));
            }
            assertThat(up.await(20, TimeUnit.SECONDS))
                    .as("round %d: calls are up %s", round, seed())
                    .isTrue();
            new CountDownLatch(1).await(random.nextInt(400), TimeUnit.MILLISECONDS);
            server.kill();
            stop.set(true);
            load.forEach(Thread::interrupt); // they would wait for answers that nobody sends any more
            for (Thread each : load) {
                each.join(TimeUnit.SECONDS.toMillis(20));
            }
            committed.addAll(server.rows("SELECT event_id FROM outbox_events"));
        }
    }

    /** One call after another, some cut short, until the server is gone. */
    private void calls(ServerProcess server, String caller, int patience, CountDownLatch up, AtomicBoolean stop) {
        while (!stop.get()) {
            try (PhoneCall call = phone.dial(server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from(caller))) {
                call.await(Duration.ofSeconds(2));
                up.countDown();
                new CountDownLatch(1).await(patience, TimeUnit.MILLISECONDS);
                call.press("1");
                if (call.awaitEnd(Duration.ofMillis(500)).isEmpty()) {
                    call.vanish();
                }
            } catch (InterruptedException e) {
                return;
            } catch (AssertionError | RuntimeException e) {
                // the server was killed meanwhile
            }
        }
    }

    private void nothingIsLost(ServerProcess server) {
        assertThat(server.rows("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(server.rows("SELECT event_id FROM outbox_events"))
                .as("events that were stored before a kill are still there %s", seed())
                .containsAll(committed);
        assertThat(committed).as("the load has made events").hasSizeGreaterThan(ROUNDS);

        List<WebhookRequest> ends = script.requests(EventType.NOTIFY_END);
        Set<String> told = ends.stream().map(end -> end.field("pbx_call_id")).collect(Collectors.toSet());
        assertThat(told)
                .as("every end that was stored was told %s", seed())
                .containsAll(server.rows("SELECT call_id FROM outbox_events WHERE event = 'NOTIFY_END'"));
        assertThat(
                        server.rows(
                                "SELECT call_id FROM outbox_events WHERE event = 'NOTIFY_END' GROUP BY call_id HAVING COUNT(*) > 1"))
                .as("a call ends once %s", seed())
                .isEmpty();
        Map<String, String> contents = new HashMap<>();
        for (WebhookRequest end : ends) {
            String content = end.header("webhook-id").orElse("")
                    + end.header("Signature").orElseThrow()
                    + end.bodyText();
            assertThat(contents.putIfAbsent(end.field("pbx_call_id"), content))
                    .as("each time a call's end is told it is the same event %s", seed())
                    .isIn(null, content);
        }

        assertThat(server.rows("SELECT call_id FROM calls WHERE ended_at IS NULL"))
                .as("no call is left open")
                .isEmpty();
        assertThat(server.rows("SELECT call_id FROM calls GROUP BY call_id HAVING COUNT(*) > 1"))
                .as("one record for each call")
                .isEmpty();
        assertThat(server.rows("SELECT call_id FROM calls"))
                .as("every call that was told of has its record %s", seed())
                .containsAll(told);
        for (String file : server.rows("SELECT file FROM recordings WHERE state = 'ready'")) {
            assertThat(directory.resolve("data/recordings").resolve(file))
                    .as("a recording that is ready is there, whole")
                    .isNotEmptyFile();
        }
        assertThat(server.rows("SELECT rec_id FROM recordings WHERE state = 'running'"))
                .as("no recording is left open")
                .isEmpty();
    }
}
