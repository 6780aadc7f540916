package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.TestPhone;

/** Every way in which a call can end, and what the script is told of it (docs/protocol.md, A1, A28, A29). */
@Tag("e2e")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallEndingsTest {
    private static final Duration SOON = Exchange.SOON;
    private static final String BLACKLIST = "{\"redirect\":\"blacklist\"}";

    @TempDir
    static Path directory;

    private Exchange board;
    private TestPhone phone;

    @BeforeAll
    void start() throws Exception {
        board = Exchange.open(directory, "127.0.0.0/8", Map.of("VOICE_SECRETARY_RTP_TIMEOUT", "5s"));
        phone = TestPhone.onLoopback();
    }

    @AfterAll
    void stop() {
        phone.close();
        board.close();
    }

    private RawCaller rawCaller() throws Exception {
        return new RawCaller("127.0.0.1", board.server().port(Transport.UDP));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallerWhoGivesUpIsToldAsCancelled(boolean overTcp) throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        line.starting(DoubleReply.json(Exchange.TONE_AND_KEY).late(Duration.ofSeconds(1)));
        try (var call = phone.dial(overTcp ? line.sipOverTcp() : line.sip())) {
            assertThat(call.awaitRinging(SOON)).contains(180);
            call.hangUp();
            assertThat(call.awaitEnd(SOON)).containsInstanceOf(DialogEnd.LocalCancel.class);
        }
        line.ended("cancel", 16);
        assertThat(line.await(EventType.NOTIFY_END).field("duration")).isEqualTo("0");
        assertThat(line.requests(EventType.NOTIFY_IVR)).isEmpty();
    }

    @Test
    void aCancelGets487ForTheInvite() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        line.starting(DoubleReply.json(Exchange.TONE_AND_KEY).late(Duration.ofSeconds(1)));
        try (var caller = rawCaller()) {
            caller.invite(line.number(), caller.sdp());
            caller.response("INVITE", 180);
            caller.request("CANCEL", "");
            assertThat(caller.outcome().status()).isEqualTo(487);
        }
        line.ended("cancel", 16);
    }

    @Test
    void aBlacklistedCallerIsBusyBeforeTheAnswer() throws Exception {
        var line = board.line(BLACKLIST);
        try (var call = phone.dial(line.sip())) {
            SipResponse refusal = call.refused();
            assertThat(refusal.status()).isEqualTo(486);
            assertThat(refusal.headers().first("Reason")).isEqualTo("Q.850;cause=17");
        }
        line.ended("busy", 17);
    }

    @Test
    void aBlacklistedCallerHearsTheBusyToneAfterTheAnswer() throws Exception {
        var line = board.line("{\"ivr_play\":\"short\"}", BLACKLIST);
        try (var call = phone.dial(line.sip()).answered()) {
            assertThat(call.heard().awaitTone(425, 0, SOON)).as("the busy tone").isTrue();
            long started = System.nanoTime();
            var end = call.awaitEnd(SOON).orElseThrow();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            assertThat(end)
                    .isInstanceOfSatisfying(
                            DialogEnd.RemoteBye.class,
                            bye -> assertThat(bye.bye().headers().first("Reason"))
                                    .isEqualTo("Q.850;cause=17"));
            assertThat(millis).as("ms of busy tone").isBetween(2_400L, 3_300L);
        }
        line.await(EventType.NOTIFY_END);
    }

    @Test
    void aScriptThatHangsUpAtOnceDeclinesTheCall() throws Exception {
        var line = board.line(Exchange.HANG_UP);
        try (var call = phone.dial(line.sip())) {
            SipResponse refusal = call.refused();
            assertThat(refusal.status()).isEqualTo(603);
            assertThat(refusal.headers().first("Reason")).isEqualTo("Q.850;cause=21");
        }
        line.ended("busy", 21);
    }

    @Test
    void aCallerWhoHangsUpIsToldAsAnswered() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var call = phone.dial(line.sip()).answered()) {
            assertThat(call.heard().awaitTone(Exchange.HERTZ, 0, SOON)).isTrue();
            call.hangUp();
        }
        line.ended("answered", 16);
        assertThat(line.requests(EventType.NOTIFY_IVR)).isEmpty();
    }

    @Test
    void aByeInTheMidstOfAQuestionToTheScriptEndsTheCallOnceItIsAnswered() throws Exception {
        var line = board.line("{\"ivr_play\":\"short\"}", Exchange.TONE_AND_KEY);
        line.then(DoubleReply.json(Exchange.TONE_AND_KEY).late(Duration.ofMillis(700)));
        try (var caller = rawCaller()) {
            caller.call(line.number());
            line.await(EventType.NOTIFY_IVR);
            assertThat(caller.bye()).isEqualTo(200);
        }
        line.ended("answered", 16);
        assertThat(line.requests(EventType.NOTIFY_IVR)).hasSize(1);
    }

    @Test
    void aByeBeforeTheAckEndsTheCall() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = rawCaller()) {
            caller.invite(line.number(), caller.sdp());
            caller.established(caller.outcome());
            assertThat(caller.bye()).isEqualTo(200);
            assertThat(caller.bye()).as("of a call that is over").isEqualTo(481);
        }
        line.ended("answered", 16);
    }

    @Test
    void byesThatMeetEachOtherAreBothAnswered() throws Exception {
        var line = board.line("{\"ivr_play\":\"short\"}");
        try (var caller = rawCaller()) {
            caller.call(line.number());
            // Ours is on its way when theirs arrives: nothing is read from the socket until both were sent.
            line.await(EventType.NOTIFY_END);
            assertThat(caller.bye()).isIn(200, 481);
            assertThat(caller.takes("BYE", SOON).headers().first("Reason")).isEqualTo("Q.850;cause=16");
        }
        line.ended("answered", 16);
    }

    @Test
    void aCallerWhoseSoundStopsIsTakenAsGone() throws Exception {
        var line = board.line(Exchange.TONE_AND_KEY);
        try (var caller = rawCaller()) {
            caller.call(line.number());
            caller.rtp().silence();
            assertThat(caller.takes("BYE", SOON).headers().has("Reason")).isTrue();
        }
        line.await(EventType.NOTIFY_END);
        assertThat(line.requests(EventType.NOTIFY_END)).hasSize(1);
    }

    @Test
    void theEndOfACallIsToldInSecondsSinceTheAnswer() throws Exception {
        var line = board.line("{\"ivr_play\":[\"short\"],\"wait_dtmf\":{\"timeout\":1,\"name\":\"x\"}}");
        line.starting(DoubleReply.json("{\"ivr_play\":\"short\",\"wait_dtmf\":{\"timeout\":1,\"name\":\"x\"}}")
                .late(Duration.ofMillis(900)));
        try (var call = phone.dial(line.sip()).answered()) {
            assertThat(call.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
        }
        line.ended("answered", 16);
        assertThat(line.await(EventType.NOTIFY_END).field("duration")).isEqualTo("1");
    }
}
