package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.TestPhone;

/** What SIGTERM does: no new calls, running ones finish, events are told. */
@Tag("e2e")
@Timeout(60)
class DrainTest {
    @TempDir
    Path directory;

    private static FutureTask<Boolean> draining(Exchange board) {
        var drain = new FutureTask<>(() -> board.server().assembly().drain());
        Thread.ofVirtual().start(drain);
        return drain;
    }

    @Test
    void aRunningCallFinishesAndANewOneIsTurnedAway() throws Exception {
        try (var board = Exchange.open(directory);
                var phone = TestPhone.onLoopback();
                var late = new RawCaller("127.0.0.1", board.server().port(Transport.UDP))) {
            var line = board.line(Exchange.TONE_AND_KEY, "{\"ivr_play\":\"short\"}");
            assertThat(board.get("/health/ready").statusCode()).isEqualTo(200);
            try (var call = phone.dial(line.sip()).answered()) {
                assertThat(call.heard().awaitTone(Exchange.HERTZ, 0, Exchange.SOON))
                        .isTrue();
                FutureTask<Boolean> drain = draining(board);
                Eventually.that("not ready", () -> board.get("/health/ready").statusCode() == 503);
                assertThat(board.get("/health/live").statusCode()).isEqualTo(200);
                assertThat(board.get("/health/ready").body()).contains("drain");

                Eventually.that("a new call is turned away", () -> {
                    late.invite(line.number(), late.sdp());
                    SipResponse refusal = late.outcome();
                    assertThat(refusal.headers().has("Retry-After")).isTrue();
                    return refusal.status() == 503;
                });
                assertThat(drain.isDone()).isFalse();

                int mark = call.heard().mark();
                assertThat(call.heard().awaitTone(Exchange.HERTZ, mark, Exchange.SOON))
                        .as("the running call goes on")
                        .isTrue();
                call.press("1");
                assertThat(line.await(EventType.NOTIFY_IVR, 2).field("ivr_play"))
                        .isEqualTo("COMPLETE");
                line.then(DoubleReply.hangUp());
                assertThat(call.awaitEnd(Exchange.SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
                assertThat(drain.get(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(line.requests(EventType.NOTIFY_END))
                    .as("told before the drain is over")
                    .hasSize(1);
            assertThat(line.requests(EventType.NOTIFY_START)).hasSize(1);
        }
    }

    @Test
    void aServerThatStopsAtOnceHangsUpFirst() throws Exception {
        try (var phone = TestPhone.onLoopback();
                var board = Exchange.open(directory)) {
            var line = board.line(Exchange.TONE_AND_KEY);
            try (var call = phone.dial(line.sip()).answered()) {
                board.server().close();
                assertThat(call.awaitEnd(Exchange.SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
            }
        }
    }

    @Test
    void aCallThatDoesNotEndInTimeIsEnded() throws Exception {
        try (var board = Exchange.open(directory, "127.0.0.0/8", Map.of("VOICE_SECRETARY_DRAIN_TIMEOUT", "500ms"));
                var phone = TestPhone.onLoopback()) {
            var line = board.line(Exchange.TONE_AND_KEY);
            try (var call = phone.dial(line.sip()).answered()) {
                assertThat(draining(board).get(20, TimeUnit.SECONDS))
                        .as("all calls ended by themselves")
                        .isFalse();
                assertThat(call.awaitEnd(Exchange.SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
            }
            assertThat(line.requests(EventType.NOTIFY_END)).hasSize(1);
        }
    }
}
