package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Transport;

/** More callers than places, all at once. */
@Tag("e2e")
@Timeout(90)
class OverloadTest {
    private static final int PLACES = 4;
    private static final int BURST = 40;
    /** As long as a caller hears nothing and does not wonder; measured with all callers and the server on one machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private record Refusal(SipResponse response, Duration after) {}

    @Test
    void aBurstOfCallersIsTurnedAwayAtOnceAndTheCallsThatAreUpStayClean() throws Exception {
        List<RawCaller> callers = new ArrayList<>();
        try (var board = Exchange.open(
                directory, "127.0.0.1/32", Map.of("VOICE_SECRETARY_MAX_CALLS", Integer.toString(PLACES)))) {
            var line = board.line(Exchange.TONE_AND_KEY);
            for (int i = 0; i < PLACES + BURST; i++) {
                callers.add(new RawCaller("127.0.0.1", board.server().port(Transport.UDP)));
            }
            List<RawCaller> admitted = callers.subList(0, PLACES);
            for (RawCaller caller : admitted) {
                caller.call(line.number());
                caller.rtp().hears(5, true);
            }

            var go = new CountDownLatch(1);
            List<Future<Refusal>> burst = new ArrayList<>();
            for (RawCaller caller : callers.subList(PLACES, PLACES + BURST)) {
                var attempt = new FutureTask<>(() -> {
                    go.await();
                    long asked = System.nanoTime();
                    caller.invite(line.number(), caller.sdp());
                    SipResponse response = caller.outcome();
                    return new Refusal(response, Duration.ofNanos(System.nanoTime() - asked));
                });
                Thread.ofVirtual().start(attempt);
                burst.add(attempt);
            }
            go.countDown();

            for (Future<Refusal> attempt : burst) {
                Refusal refusal = attempt.get(30, TimeUnit.SECONDS);
                assertThat(refusal.response().status()).isEqualTo(503);
                assertThat(refusal.response().headers().first("Retry-After")).matches("\\d+");
                assertThat(refusal.after()).isLessThan(AT_ONCE);
            }
            for (RawCaller caller : admitted) {
                int mark = caller.rtp().count();
                caller.rtp().hearsSince(mark, 25, true);
                isClean(caller.rtp().packets());
            }
            assertThat(line.requests(EventType.NOTIFY_START)).hasSize(PLACES);
            assertThat(board.metric("calls_live")).isEqualTo(PLACES);
        } finally {
            for (RawCaller caller : callers) {
                caller.close();
            }
        }
    }

    /** No packet is missing or early, and none is so late that a phone's buffer would run dry. */
    private static void isClean(List<RawRtp.Packet> packets) {
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequence() - packets.get(i - 1).sequence() & 0xffff)
                    .isEqualTo(1);
            assertThat(Duration.ofNanos(
                            packets.get(i).nanos() - packets.get(i - 1).nanos()))
                    .isLessThan(Duration.ofMillis(500));
        }
    }
}
