package org.voicesecretary.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.dialog.AcceptedInvite;
import org.voicesecretary.sip.dialog.DialogId;
import org.voicesecretary.sip.dialog.DialogState;
import org.voicesecretary.sip.dialog.Negotiation;
import org.voicesecretary.sip.dialog.SessionTimer;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.Replaces;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.message.Uri;
import org.voicesecretary.sip.transaction.InviteServerTransaction;
import org.voicesecretary.sip.transport.Flow;

/**
 * One call between us and one peer (RFC 3261 §12). The verbs may be used by any thread, also after the call has ended: then they do
 * nothing, or say {@link RequestOutcome.NoAnswer}. That it ended is told by {@link CallListener#onEnded}.
 */
public final class Dialog {

    /** How far the call has come. */
    enum Phase {
        EARLY,
        CONFIRMED,
        ENDED
    }

    /** Our 2xx that waits for its ACK. */
    private record Unacknowledged(AcceptedInvite response, boolean first, boolean offered) {}

    private final Agent agent;
    private final DialogState state;
    private final Leg leg;
    private final Authorizer authorizer;
    private final SipUri contact;
    private final Runnable abandon;
    private final Negotiation negotiation = new Negotiation();
    private final SessionTimer sessionTimer;
    private final DialogInbound inbound;
    private final Referrals referrals;
    private final CompletableFuture<Boolean> established = new CompletableFuture<>();

    private Phase phase = Phase.EARLY;
    private @Nullable Flow pinned;
    private @Nullable Unacknowledged unacknowledged;
    private @Nullable List<RequestReply.HeaderField> byeWaiting;
    private List<String> peerAllows = List.of();

    /**
     * @param contact ours, for this peer
     * @param abandon what hanging up means before the call is answered
     */
    Dialog(Agent agent, DialogState state, Leg leg, Authorizer authorizer, SipUri contact, Runnable abandon) {
        this.agent = agent;
        this.state = state;
        this.leg = leg;
        this.authorizer = authorizer;
        this.contact = contact;
        this.abandon = abandon;
        this.inbound = new DialogInbound(agent, this);
        this.referrals = new Referrals(agent, this);
        this.sessionTimer = new SessionTimer(
                agent.timers(),
                () -> agent.execute(() -> new Refresh(agent, this).run()),
                () -> terminate(new DialogEnd.SessionExpired(), true, List.of()));
    }

    // ---- what is known

    public String callId() {
        return state.id().callId();
    }

    public DialogId id() {
        return state.id();
    }

    /** The Contact of the peer: where requests within the call go. */
    public Uri remoteTarget() {
        return state.remoteTarget();
    }

    /** Who the peer is: From of a call we took, To of one we made. */
    public NameAddr remote() {
        return state.remote();
    }

    public NameAddr local() {
        return state.local();
    }

    /** The session description we sent last; empty before the first. */
    public byte[] localDescription() {
        return negotiation.localDescription();
    }

    /** Whether the peer's Allow named the method. */
    public synchronized boolean peerAllows(Method method) {
        return peerAllows.contains(method.name());
    }

    /** How the call ended; empty while it goes on. */
    public Optional<DialogEnd> ended() {
        return leg.ended();
    }

    /**
     * Waits until the call stands (the ACK came, or ours was sent).
     *
     * @return false when it ended before, or the time passed
     */
    public boolean awaitEstablished(Duration timeout) throws InterruptedException {
        return Waiting.await(agent.timers(), established, timeout).orElse(false);
    }

    // ---- what can be done

    /** Hangs up. Before the peer has acknowledged our answer the BYE waits for that (RFC 3261 §15). Never blocks. */
    public void bye(RequestReply.HeaderField... headers) {
        boolean early;
        synchronized (this) {
            early = phase == Phase.EARLY;
        }
        if (early) {
            abandon.run();
        } else {
            terminate(new DialogEnd.LocalBye(), true, List.of(headers));
        }
    }

    /** Offers a new session and waits for the answer; where both sides offer at once, backs off and tries again (RFC 3261 §14.1). */
    public RequestOutcome reInvite(byte[] offer) throws InterruptedException {
        return new SessionOffer(agent, this, Method.INVITE, offer).await();
    }

    /** As {@link #reInvite}, by UPDATE (RFC 3311): possible before the call is answered, too. */
    public RequestOutcome update(byte[] offer) throws InterruptedException {
        return new SessionOffer(agent, this, Method.UPDATE, offer).await();
    }

    /** Sends an INFO and waits for its answer. */
    public RequestOutcome info(String contentType, byte[] body) throws InterruptedException {
        return request(Method.INFO, List.of(), contentType, body);
    }

    /** Sends any other request within the call (OPTIONS, MESSAGE, REFER …) and waits for its answer. */
    public RequestOutcome request(
            Method method, List<RequestReply.HeaderField> headers, @Nullable String contentType, byte[] body)
            throws InterruptedException {
        var exchange = new DialogRequest(agent, this, method, headers, contentType, body);
        exchange.start();
        return exchange.await();
    }

    /**
     * Asks the peer to call somebody else (RFC 3515), on our behalf. Returns at once; {@link OutboundRefer#await} tells what became of
     * it. The call goes on until somebody hangs up: usually we do, once the transfer has succeeded.
     */
    public OutboundRefer refer(ReferTo target) {
        return referrals.refer(target, new NameAddr(local().displayName(), local().uri(), Params.NONE));
    }

    /** What an INVITE to our peer has to carry to take our place in this call (RFC 3891). */
    public Replaces replaces() {
        DialogId id = state.id();
        return new Replaces(id.callId(), tag(id.remoteTag()), tag(id.localTag()), false);
    }

    private static String tag(String tag) {
        // RFC 3891 §3: a peer of RFC 2543 has none.
        return tag.isEmpty() ? "0" : tag;
    }

    // ---- for the other classes of this package

    Referrals referrals() {
        return referrals;
    }

    DialogState state() {
        return state;
    }

    Leg leg() {
        return leg;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    SipUri contact() {
        return contact;
    }

    Negotiation negotiation() {
        return negotiation;
    }

    SessionTimer sessionTimer() {
        return sessionTimer;
    }

    DialogInbound inbound() {
        return inbound;
    }

    synchronized Phase phase() {
        return phase;
    }

    /** The peer's Allow; where a message has none, what was known stays. */
    synchronized void learn(SipMessage message) {
        List<String> allow = message.headers().list(HeaderName.ALLOW);
        if (!allow.isEmpty()) {
            peerAllows = allow;
        }
    }

    /** Requests within the call go by this flow, as long as it is open: the peer cannot be reached at its Contact. */
    synchronized void pin(@Nullable Flow flow) {
        pinned = flow;
    }

    /** Sends a request that is made for this dialog. */
    void send(OutgoingRequest request) {
        Flow flow;
        synchronized (this) {
            flow = pinned;
        }
        if (flow != null && flow.isOpen()) {
            request.sendBy(flow);
            return;
        }
        SipUri next = state.nextHop();
        if (next != null) {
            request.sendTo(next);
        }
    }

    /** Whether {@link #send} knows where to. */
    boolean isReachable() {
        synchronized (this) {
            if (pinned != null && pinned.isOpen()) {
                return true;
            }
        }
        return state.nextHop() != null;
    }

    synchronized @Nullable Flow pinned() {
        return pinned != null && pinned.isOpen() ? pinned : null;
    }

    /** Our INVITE was answered. */
    void confirm() {
        synchronized (this) {
            if (phase == Phase.EARLY) {
                phase = Phase.CONFIRMED;
            }
        }
    }

    /** The call stands. */
    void established() {
        established.complete(true);
    }

    /**
     * We are about to send a 2xx to an INVITE or re-INVITE: it is repeated until the ACK.
     *
     * @param first whether it answered the INVITE that made the dialog
     * @param offered whether it carries our offer, so that the ACK brings the answer
     */
    void accepted(InviteServerTransaction transaction, SipResponse response, boolean first, boolean offered) {
        var repeated = new AcceptedInvite(
                transaction, agent.timers(), agent.config().timerValues(), response, this::onNotAcknowledged);
        Unacknowledged before;
        synchronized (this) {
            if (phase == Phase.EARLY) {
                phase = Phase.CONFIRMED;
            }
            before = unacknowledged;
            unacknowledged = new Unacknowledged(repeated, first, offered);
        }
        if (before != null && before.response.stop() && before.first) {
            // Its ACK was lost, but a re-INVITE proves that the peer has our answer.
            established.complete(true);
            leg.post(listener -> listener.onEstablished(this, new byte[0]));
        }
        repeated.start();
    }

    /** The 2xx of {@link #accepted} was not sent after all. */
    void withdraw() {
        synchronized (this) {
            if (unacknowledged != null) {
                unacknowledged.response.stop();
                unacknowledged = null;
            }
        }
    }

    /** Whether our 2xx with an offer still waits for the answer in the ACK. */
    synchronized boolean awaitsAnswerInAck() {
        return unacknowledged != null && unacknowledged.offered;
    }

    void onAck(SipRequest ack) {
        Unacknowledged acknowledged;
        List<RequestReply.HeaderField> bye;
        synchronized (this) {
            acknowledged = unacknowledged;
            if (acknowledged == null
                    || !acknowledged.response.acknowledge(ack.cseq().number())) {
                return;
            }
            unacknowledged = null;
            bye = byeWaiting;
            byeWaiting = null;
        }
        if (acknowledged.offered) {
            negotiation.finished();
        }
        byte[] body = SessionBody.of(ack);
        if (acknowledged.first) {
            established.complete(true);
            leg.post(listener -> listener.onEstablished(this, body));
        } else if (acknowledged.offered) {
            leg.post(listener -> listener.onAnswer(this, body));
        }
        if (bye != null) {
            sendBye(bye);
        }
    }

    private void onNotAcknowledged() {
        agent.counters().transactionTimeout();
        List<RequestReply.HeaderField> bye;
        synchronized (this) {
            unacknowledged = null;
            bye = byeWaiting;
            byeWaiting = null;
        }
        if (bye != null) {
            sendBye(bye);
        } else {
            terminate(new DialogEnd.NotAcknowledged(), true, List.of());
        }
    }

    /** Ends the call, once; where {@code sayBye}, the peer is told. */
    void terminate(DialogEnd end, boolean sayBye, List<RequestReply.HeaderField> headers) {
        if (!leg.claim(end)) {
            return;
        }
        boolean now = false;
        synchronized (this) {
            phase = Phase.ENDED;
            if (sayBye && unacknowledged != null) {
                // RFC 3261 §15: the callee waits with its BYE for the ACK.
                byeWaiting = headers;
            } else {
                now = true;
                if (unacknowledged != null) {
                    unacknowledged.response.stop();
                    unacknowledged = null;
                }
            }
        }
        sessionTimer.stop();
        established.complete(false);
        if (now && sayBye) {
            sendBye(headers);
        } else if (now) {
            agent.forget(this);
        }
        referrals.onDialogEnded();
        leg.announce(end);
    }

    /** A dialog that is not (or not any more) the call's own: a branch of a fork. It goes without the listener hearing of it. */
    void drop(boolean sayBye) {
        synchronized (this) {
            phase = Phase.ENDED;
        }
        sessionTimer.stop();
        established.complete(false);
        if (sayBye) {
            sendBye(List.of());
        } else {
            agent.forget(this);
        }
    }

    private void sendBye(List<RequestReply.HeaderField> headers) {
        var bye = new DialogRequest(agent, this, Method.BYE, headers, null, new byte[0]);
        bye.start();
    }
}
