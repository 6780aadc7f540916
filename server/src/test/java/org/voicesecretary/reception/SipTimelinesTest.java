package org.voicesecretary.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.MessageTap.Direction;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineEvent;

@Tag("unit")
class SipTimelinesTest {
    private static final String PEER = "udp:192.0.2.1:5060";

    private final SipTimelines timelines = new SipTimelines();
    private final List<TimelineEvent> events = new ArrayList<>();
    private final CallTimeline timeline = timeline(events);
    private final SipRequest invite = Invites.invite("sip:442037691881@192.0.2.9", "<sip:1@192.0.2.1>");

    private static CallTimeline timeline(List<TimelineEvent> into) {
        return new CallTimeline(
                CallId.incoming(new SecureRandom()), Instant.EPOCH, () -> 0, List.of(entry -> into.add(entry.event())));
    }

    private static TimelineEvent sent(String startLine) {
        return new TimelineEvent.SipMessage(true, startLine, PEER);
    }

    private static TimelineEvent received(String startLine) {
        return new TimelineEvent.SipMessage(false, startLine, PEER);
    }

    private SipResponse ok() {
        return SipResponse.answering(invite, 200, "OK", "t");
    }

    @Test
    void theMessagesOfACallAreOnItsTimelineFromTheInviteOn() {
        timelines.note(Direction.RECEIVED, invite, () -> PEER);
        timelines.follow(invite, PEER, timeline);
        timelines.note(Direction.SENT, ok(), () -> PEER);
        assertThat(events).containsExactly(received("INVITE sip:442037691881@192.0.2.9"), sent("200 OK (INVITE)"));
    }

    @Test
    void messagesOfOtherCallsAreNot() {
        timelines.follow(invite, PEER, timeline);
        timelines.note(Direction.RECEIVED, (SipRequest) Invites.parse("""
                OPTIONS sip:robot@192.0.2.9 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK2
                Max-Forwards: 70
                From: <sip:1@192.0.2.1>;tag=1
                To: <sip:robot@192.0.2.9>
                Call-ID: another-call
                CSeq: 1 OPTIONS

                """), () -> PEER);
        assertThat(events).hasSize(1);
    }

    /** As the answer to a message that lacks them itself. */
    @Test
    void aMessageWithoutTheFieldsOfACallIsOfNone() {
        timelines.follow(invite, PEER, timeline);
        for (Headers headers : List.of(Headers.EMPTY, Headers.of(HeaderName.CALL_ID, "a-call"))) {
            timelines.note(Direction.SENT, new SipResponse(400, "Bad Request", headers, new byte[0]), () -> PEER);
        }
        assertThat(events).hasSize(1);
    }

    @Test
    void whoKnowsOnlyTheCallIdWritesNothing() {
        timelines.follow(invite, PEER, timeline);
        timelines.note(
                Direction.RECEIVED,
                bye("From: <sip:1@192.0.2.1>;tag=guessed", "To: <sip:2@192.0.2.9>;tag=t"),
                () -> PEER);
        timelines.note(Direction.RECEIVED, bye("From: <sip:1@192.0.2.1>", "To: <sip:2@192.0.2.9>;tag=1"), () -> PEER);
        assertThat(events).hasSize(1);
    }

    @Test
    void requestsOfBothSidesAndTheirAnswersAreOnTheTimeline() {
        timelines.follow(invite, PEER, timeline);
        SipRequest theirs = bye("From: <sip:1@192.0.2.1>;tag=1", "To: <sip:2@192.0.2.9>;tag=t");
        timelines.note(Direction.RECEIVED, theirs, () -> PEER);
        timelines.note(Direction.SENT, SipResponse.answering(theirs, 200, "OK", null), () -> PEER);
        SipRequest ours = bye("From: <sip:2@192.0.2.9>;tag=t", "To: <sip:1@192.0.2.1>;tag=1");
        timelines.note(Direction.SENT, ours, () -> PEER);
        timelines.note(Direction.RECEIVED, SipResponse.answering(ours, 200, "OK", null), () -> PEER);
        assertThat(events).hasSize(5);
    }

    private static SipRequest bye(String from, String to) {
        return (SipRequest) Invites.parse("""
                BYE sip:robot@192.0.2.9 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK3
                Max-Forwards: 70
                %s
                %s
                Call-ID: a-call
                CSeq: 2 BYE

                """.formatted(from, to));
    }

    @Test
    void theAnswerToTheByeStillArrivesWhenTheCallHasEnded() {
        timelines.follow(invite, PEER, timeline);
        timelines.ended(invite.callId(), timeline);
        timelines.note(Direction.SENT, ok(), () -> PEER);
        assertThat(events).hasSize(2);
    }

    @Test
    void aCallWithAnOldCallIdKeepsItsTimelineWhenTheOldCallEnds() {
        var later = new ArrayList<TimelineEvent>();
        CallTimeline second = timeline(later);
        timelines.follow(invite, PEER, timeline);
        timelines.follow(invite, PEER, second);
        timelines.ended(invite.callId(), timeline);
        timelines.note(Direction.SENT, ok(), () -> PEER);
        assertThat(events).hasSize(1);
        assertThat(later).hasSize(2);
    }
}
