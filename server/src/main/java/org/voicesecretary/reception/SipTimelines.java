package org.voicesecretary.reception;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.CSeq;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.HostPort;
import org.voicesecretary.sip.transport.MessageTap;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * Puts the SIP messages of each call on its timeline. A message is of a call when it bears its Call-ID and the caller's tag: a stranger
 * who only guesses or overhears a Call-ID writes into nobody's timeline.
 */
public final class SipTimelines implements MessageTap {
    /** The answer to a BYE comes when the call has ended already. */
    private static final Duration AFTERGLOW = Duration.ofSeconds(5);

    /** @param callerTag of the INVITE's From; null for a caller of RFC 2543 without one */
    private record Followed(@Nullable String callerTag, CallTimeline timeline) {}

    private final ConcurrentHashMap<String, Followed> live = new ConcurrentHashMap<>();
    private final Cache<String, Followed> ended = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(AFTERGLOW)
            .build();

    /** From now on the messages of the SIP call {@code invite} began are on {@code timeline}; the INVITE is the first. */
    void follow(SipRequest invite, Flow source, CallTimeline timeline) {
        follow(invite, peer(source), timeline);
    }

    void follow(SipRequest invite, String peer, CallTimeline timeline) {
        live.put(invite.callId(), new Followed(invite.fromTag(), timeline));
        timeline.add(event(Direction.RECEIVED, invite, peer));
    }

    /** The call of this timeline is over. Careless phones reuse a Call-ID: the timeline of another call stays. */
    void ended(String callId, CallTimeline timeline) {
        Followed followed = live.get(callId);
        if (followed != null && followed.timeline == timeline && live.remove(callId, followed)) {
            ended.put(callId, followed);
        }
    }

    @Override
    public void onMessage(Direction direction, SipMessage message, Flow flow) {
        note(direction, message, () -> peer(flow));
    }

    void note(Direction direction, SipMessage message, Supplier<String> peer) {
        String callId = message.headers().first(HeaderName.CALL_ID);
        Followed followed = callId == null ? null : of(callId);
        if (followed != null
                && isReadable(message)
                && Objects.equals(callerTag(direction, message), followed.callerTag)) {
            followed.timeline.add(event(direction, message, peer.get()));
        }
    }

    /** The answer to what cannot be read repeats what it can, and may lack the rest. */
    private static boolean isReadable(SipMessage message) {
        try {
            NameAddr.parse(value(message, HeaderName.FROM));
            NameAddr.parse(value(message, HeaderName.TO));
            CSeq.parse(value(message, HeaderName.CSEQ));
            return true;
        } catch (SipParseException e) {
            return false;
        }
    }

    private static String value(SipMessage message, String name) {
        String value = message.headers().first(name);
        return value == null ? "" : value;
    }

    private @Nullable Followed of(String callId) {
        Followed followed = live.get(callId);
        return followed != null ? followed : ended.getIfPresent(callId);
    }

    /** From names the sender of a request, also in its response: the caller in what we receive as a request and send as a response. */
    private static @Nullable String callerTag(Direction direction, SipMessage message) {
        boolean fromCaller = (direction == Direction.RECEIVED) == (message instanceof SipRequest);
        return fromCaller ? message.fromTag() : message.toTag();
    }

    private static TimelineEvent event(Direction direction, SipMessage message, String peer) {
        String startLine = switch (message) {
            case SipRequest request ->
                request.method().name() + " " + request.uri().text();
            case SipResponse response ->
                response.status() + " " + response.reason() + " ("
                        + response.cseq().method().name() + ")";
        };
        return new TimelineEvent.SipMessage(direction == Direction.SENT, startLine, peer);
    }

    private static String peer(Flow flow) {
        return flow.transport().parameter() + ":"
                + HostPort.bracketed(flow.remote().getAddress()) + ":"
                + flow.remote().getPort();
    }
}
