package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.timeline.TimelineEvent;

/** Callers who acknowledge the ringing late or not at all, and who offer before they are answered: what counts as answered. */
@Tag("e2e")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReliableRingingTest {
    private static final String SHORT_TONE = "{\"ivr_play\":\"short\"}";

    @TempDir
    static Path directory;

    private Exchange board;

    @BeforeAll
    void start() throws Exception {
        board = Exchange.open(directory);
    }

    @AfterAll
    void stop() {
        board.close();
    }

    private RawCaller caller() throws Exception {
        return new RawCaller("127.0.0.1", board.server().port(Transport.UDP));
    }

    private static void prack(RawCaller caller, SipResponse ringing) throws Exception {
        caller.established(ringing);
        caller.request("PRACK", "", "RAck: " + ringing.headers().first("RSeq") + " 1 INVITE");
    }

    @Test
    void aCallerWhoAcknowledgesTheRingingLateHearsTheWholeAnnouncement() throws Exception {
        var line = board.line(SHORT_TONE);
        try (var caller = caller()) {
            caller.invite(line.number(), caller.sdp(), "Require: 100rel");
            SipResponse ringing = caller.response("INVITE", 180);
            line.await(EventType.NOTIFY_START);
            long late = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (late - System.nanoTime() > 0) {
                caller.receive(Duration.ofNanos(late - System.nanoTime()))
                        .ifPresent(message -> assertThat(message).hasToString("180 Ringing"));
            }
            prack(caller, ringing);
            SipResponse answer = caller.answerTo(1);
            caller.established(answer);
            caller.ackOf(1);
            caller.takes("BYE", Exchange.SOON);
            long loud = caller.rtp().packets().stream()
                    .filter(RawRtp.Packet::isLoud)
                    .count();
            assertThat(loud).as("packets of the tone of 200 ms").isBetween(9L, 11L);
        }
        line.ended("answered", 16);
        assertThat(line.await(EventType.NOTIFY_END).field("duration")).isIn("0", "1");
    }

    @Test
    void aCallerWhoGivesUpBeforeAcknowledgingTheRingingWasNotAnswered() throws Exception {
        var line = board.line(SHORT_TONE);
        try (var caller = caller()) {
            caller.invite(line.number(), caller.sdp(), "Require: 100rel");
            caller.response("INVITE", 180);
            line.await(EventType.NOTIFY_START);
            // The server repeats its ringing once it has got the script's answer, and long after: that one would be the
            // 200.
            caller.receive(Duration.ofSeconds(1));
            caller.request("CANCEL", "");
            assertThat(caller.outcome().status()).isEqualTo(487);
        }
        line.ended("cancel", 16);
        assertThat(line.await(EventType.NOTIFY_END).field("duration")).isEqualTo("0");
        assertThat(board.events(line, TimelineEvent.Answered.class)).isEmpty();
    }

    @Test
    void aCallerWhoOffersAnewBeforeTheAnswerIsToldToWait() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        line.starting(DoubleReply.json(Exchange.TONE_AND_KEY).late(Duration.ofMillis(700)));
        try (var caller = caller()) {
            caller.invite(line.number(), caller.sdp());
            caller.established(caller.response("INVITE", 180));
            caller.request("UPDATE", caller.sdp().replace("raw 1 1", "raw 1 2"));
            SipResponse early = caller.response("UPDATE", 200);
            assertThat(early.status()).isEqualTo(500);
            assertThat(early.headers().first("Retry-After")).matches("\\d+");
            caller.established(caller.answerTo(1));
            caller.ackOf(1);
            caller.rtp().hears(5, true);
            assertThat(caller.bye()).isEqualTo(200);
        }
        line.ended("answered", 16);
    }
}
