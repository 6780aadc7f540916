package org.voicesecretary.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.voicesecretary.sip.message.EventHeader;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transaction.NonInviteServerTransaction;
import org.voicesecretary.sip.transport.Flow;

/** Somebody wants to be told about something from now on (RFC 6665): to be accepted or rejected, once. The verbs never block. */
public final class InboundSubscribe {

    /** Shorter ones get 423. */
    static final long MINIMUM_SECONDS = 30;

    private static final EventHeader NO_EVENT = new EventHeader("none", Params.NONE);

    private final Agent agent;
    private final SipRequest request;
    private final NonInviteServerTransaction transaction;
    private final Flow source;
    private boolean decided;

    InboundSubscribe(Agent agent, SipRequest request, NonInviteServerTransaction transaction, Flow source) {
        this.agent = agent;
        this.request = request;
        this.transaction = transaction;
        this.source = source;
    }

    public SipRequest request() {
        return request;
    }

    public Flow source() {
        return source;
    }

    /** What is subscribed to, such as {@code message-summary}. */
    public EventHeader event() {
        return request.typed(HeaderName.EVENT, EventHeader::parse).orElse(NO_EVENT);
    }

    /**
     * Sends 200 and a NOTIFY with the state as it is; another one with each refresh and each {@link Subscription#changed}.
     *
     * @param longest time to grant
     * @param state asked on threads of the SIP stack whenever a NOTIFY is made: to be quick and never block
     * @param onEnded told once, when nobody is to be told any more, for whatever reason
     * @return empty where it was decided before
     */
    public Optional<Subscription> accept(Duration longest, Supplier<Notification> state, Runnable onEnded) {
        if (!decide()) {
            return Optional.empty();
        }
        var subscription = new Subscription(agent, request, source, event(), longest, state, onEnded);
        subscription.begin(transaction);
        return Optional.of(subscription);
    }

    /** Answers with a refusal, or a challenge. */
    public void reject(RequestReply reply) {
        if (decide()) {
            transaction.respond(agent.response(request, reply, agent.token()));
        }
    }

    /** The event package is none of ours: 489, with those that are. */
    public void rejectEvent(String... known) {
        List<RequestReply.HeaderField> allowed = known.length == 0
                ? List.of()
                : List.of(new RequestReply.HeaderField(HeaderName.ALLOW_EVENTS, String.join(", ", known)));
        reject(RequestReply.of(489, "Bad Event", allowed.toArray(RequestReply.HeaderField[]::new)));
    }

    private synchronized boolean decide() {
        boolean first = !decided;
        decided = true;
        return first;
    }
}
