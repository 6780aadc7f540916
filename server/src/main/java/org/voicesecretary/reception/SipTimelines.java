package org.voicesecretary.reception;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.MessageTap;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineEvent;

/** Puts the SIP messages of each call on its timeline. */
public final class SipTimelines implements MessageTap {
    /** The answer to a BYE comes when the call has ended already. */
    private static final Duration AFTERGLOW = Duration.ofSeconds(5);

    private final ConcurrentHashMap<String, CallTimeline> live = new ConcurrentHashMap<>();
    private final Cache<String, CallTimeline> ended = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(AFTERGLOW)
            .build();

    /** From now on the messages of the SIP call {@code invite} began are on {@code timeline}; the INVITE is the first. */
    void follow(SipRequest invite, Flow source, CallTimeline timeline) {
        live.put(invite.callId(), timeline);
        timeline.add(event(Direction.RECEIVED, invite, source));
    }

    void ended(String callId) {
        CallTimeline timeline = live.remove(callId);
        if (timeline != null) {
            ended.put(callId, timeline);
        }
    }

    @Override
    public void onMessage(Direction direction, SipMessage message, Flow flow) {
        if (live.isEmpty()) {
            return;
        }
        String callId = message.callId();
        CallTimeline timeline = live.get(callId);
        if (timeline == null) {
            timeline = ended.getIfPresent(callId);
        }
        if (timeline != null) {
            timeline.add(event(direction, message, flow));
        }
    }

    private static TimelineEvent event(Direction direction, SipMessage message, Flow flow) {
        String startLine = switch (message) {
            case SipRequest request ->
                request.method().name() + " " + request.uri().text();
            case SipResponse response ->
                response.status() + " " + response.reason() + " ("
                        + response.cseq().method().name() + ")";
        };
        String peer =
                flow.transport().parameter() + ":" + flow.remote().getAddress().getHostAddress() + ":"
                        + flow.remote().getPort();
        return new TimelineEvent.SipMessage(direction == Direction.SENT, startLine, peer);
    }
}
