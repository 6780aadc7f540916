package org.voicesecretary.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.dialog.DialogState;
import org.voicesecretary.sip.dialog.ReliableProvisionals;
import org.voicesecretary.sip.dialog.SessionTimerPolicy.Agreement;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.RAck;
import org.voicesecretary.sip.message.Replaces;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transaction.InviteServerTransaction;
import org.voicesecretary.sip.transport.Flow;

/**
 * A call that somebody makes to us, until it is answered or refused. The verbs never block and may be used by any thread; after the
 * caller gave up they do nothing (that it did is told by {@link CallListener#onCancelled} and {@link CallListener#onEnded}).
 */
public final class InboundInvite {

    private final Agent agent;
    private final SipRequest request;
    private final InviteServerTransaction transaction;
    private final Flow source;
    private final Agreement timer;
    private final String localTag;
    private final byte[] offer;
    private final Leg leg = new Leg();
    private final Dialog dialog;
    private final ReliableProvisionals reliable;

    private boolean decided;
    private boolean offered;
    private boolean offerOpen;
    private boolean answered;
    private Timers.@Nullable Timer tooLong;

    InboundInvite(Agent agent, SipRequest request, InviteServerTransaction transaction, Flow source, Agreement timer) {
        this.agent = agent;
        this.request = request;
        this.transaction = transaction;
        this.source = source;
        this.timer = timer;
        this.localTag = agent.token();
        this.offer = SessionBody.of(request);
        DialogState state = DialogState.ofCallee(request, localTag, agent.firstNumber());
        var authorizer = new Authorizer(agent, agent.config().logins());
        this.dialog = new Dialog(
                agent,
                state,
                leg,
                authorizer,
                agent.contact(source, Agent.isSecure(request.uri()), null),
                () -> reject(480, "Temporarily Unavailable"));
        this.dialog.learn(request);
        this.dialog.pin(PeerReach.pinned(request, source, state));
        this.reliable = new ReliableProvisionals(
                transaction,
                agent.timers(),
                agent.config().timerValues(),
                request.cseq().number(),
                agent.firstNumber(),
                this::onNoPrack);
    }

    /** Called once, before the handler: the call can be cancelled and found from now on. */
    void begin() {
        agent.pendingInvites().incrementAndGet();
        if (offer.length > 0) {
            // RFC 3311 §5.2: an UPDATE must not offer anew before this one is answered.
            dialog.negotiation().beginTheirs();
            offerOpen = true;
        }
        dialog.inbound().waiting(this);
        agent.remember(dialog);
        agent.cancellable(transaction.key(), this::onCancel);
        synchronized (this) {
            tooLong = agent.timers()
                    .schedule(agent.config().limits().answerWithin(), () -> reject(480, "Temporarily Unavailable"));
        }
        transaction.respond(agent.response(request, 100, "Trying", null));
    }

    // ---- what is known

    public SipRequest request() {
        return request;
    }

    /** Where the INVITE came from. */
    public Flow source() {
        return source;
    }

    /** The session the caller offers; empty where the answer has to make the offer. */
    public Optional<byte[]> offer() {
        return offer.length == 0 ? Optional.empty() : Optional.of(offer);
    }

    /**
     * The call of ours whose place this one wants to take (RFC 3891): whoever answers this one hangs that one up, or gives it up where
     * it is not answered yet. Whether the caller may is to be decided first.
     */
    public Optional<Dialog> replaced() {
        return request.typed(HeaderName.REPLACES, Replaces::parse).map(agent::dialog);
    }

    public String callId() {
        return request.callId();
    }

    /** Where the caller reaches us: our Contact. Never a wildcard address. */
    public SipUri contact() {
        return dialog.contact();
    }

    /** How the call ended; empty while it goes on. */
    public Optional<DialogEnd> ended() {
        return leg.ended();
    }

    /** Whether the caller demands reliable provisional responses (RFC 3262). */
    public boolean requiresReliability() {
        return request.requires("100rel");
    }

    /** RFC 3262 §5: the first reliable response to an INVITE without offer makes the offer; so {@link #ring(byte[])} is to be used. */
    public boolean ringingNeedsOffer() {
        return requiresReliability() && offer.length == 0;
    }

    // ---- what can be done

    /** From now on the listener hears what happens to the call; what happened since the INVITE comes at once. Only the first counts. */
    public void listen(CallListener listener) {
        leg.listen(listener);
    }

    /** Sends 180; reliably where the caller requires it. Nothing where {@link #ringingNeedsOffer}. */
    public void ring() {
        if (!ringingNeedsOffer()) {
            progress(180, "Ringing", new byte[0]);
        }
    }

    /** Sends 180 with a session description: our answer, or the offer where the INVITE had none. */
    public void ring(byte[] description) {
        progress(180, "Ringing", description);
    }

    /** Sends 183 with a session description: early media. */
    public void progress(byte[] description) {
        progress(183, "Session Progress", description);
    }

    private void progress(int status, String reason, byte[] description) {
        boolean reliably = requiresReliability();
        synchronized (this) {
            if (decided) {
                return;
            }
            if (reliably && description.length > 0) {
                describe(description);
            }
        }
        SipResponse bare = agent.response(request, status, reason, localTag, dialogHeaders());
        SipResponse response = description.length == 0 ? bare : bare.withBody(SessionBody.TYPE, description);
        if (reliably) {
            reliable.send(response);
        } else {
            transaction.respond(response);
        }
    }

    /** A description of ours goes out that counts: in a reliable provisional or in the 2xx. */
    private void describe(byte[] description) {
        if (offer.length == 0 && !offered && dialog.negotiation().beginOurs()) {
            offered = true;
        }
        dialog.negotiation().described(description);
        if (offerOpen) {
            offerOpen = false;
            dialog.negotiation().finished();
        }
    }

    /** As {@link #answer(byte[], RequestReply.HeaderField...)}. */
    public Dialog answer(byte[] description) {
        return answer(description, new RequestReply.HeaderField[0]);
    }

    /**
     * Sends 200, after the PRACK for the last reliable provisional response: RFC 3262 §3 demands the order for those with a session
     * description, and simple callers want it for all. {@link CallListener#onAnswered} tells when it went out.
     *
     * @param description our answer, or our offer where the INVITE had none; empty where a reliable provisional response said it
     * @return the call; it has ended already where the caller gave up, see {@link Dialog#ended}
     */
    public Dialog answer(byte[] description, RequestReply.HeaderField... headers) {
        reliable.whenAcknowledged(() -> accept(description, List.of(headers)));
        return dialog;
    }

    private void accept(byte[] description, List<RequestReply.HeaderField> extra) {
        boolean offeredNow;
        synchronized (this) {
            if (decided) {
                return;
            }
            decided = true;
            boolean before = offered;
            if (description.length > 0) {
                describe(description);
            }
            offeredNow = offered && !before;
        }
        settle();
        var headers = new ArrayList<>(dialogHeaders());
        headers.addAll(SessionTimerHeaders.of(timer));
        headers.addAll(extra);
        SipResponse bare = agent.response(request, 200, "OK", localTag, headers);
        SipResponse ok = description.length == 0 ? bare : bare.withBody(SessionBody.TYPE, description);
        dialog.sessionTimer().restart(timer);
        // Before it is sent: the ACK may be faster than we are.
        dialog.accepted(transaction, ok, true, offeredNow);
        if (!respondAndTell(ok)) {
            // The transaction broke off under our hands: its connection is lost.
            dialog.terminate(new DialogEnd.Unreachable("the answer could not be sent to " + source), false, List.of());
        }
    }

    /** The news has its place in the row before the 200 is out: whatever the peer does upon it is told later. */
    private boolean respondAndTell(SipResponse ok) {
        var sent = new CompletableFuture<Boolean>();
        leg.post(listener -> {
            if (sent.join()) {
                listener.onAnswered(dialog);
            }
        });
        boolean went = false;
        try {
            went = transaction.respond(ok);
        } finally {
            sent.complete(went);
        }
        return went;
    }

    /** Refuses the call. */
    public void reject(int status, String reason, RequestReply.HeaderField... headers) {
        end(status, reason, new DialogEnd.LocalReject(status, reason), headers);
    }

    /** As {@link #reject(int, String, RequestReply.HeaderField...)}, for the challenge of a {@code DigestChallenger} and the like. */
    public void reject(int status, String reason, Headers headers) {
        var fields = new RequestReply.HeaderField[headers.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new RequestReply.HeaderField(headers.name(i), headers.value(i));
        }
        reject(status, reason, fields);
    }

    /** As {@link #reject(int, String, RequestReply.HeaderField...)}, for the answer of a {@link RequestAuthenticator}. */
    public void reject(RequestReply reply) {
        reject(reply.status(), reply.reason(), reply.headers().toArray(RequestReply.HeaderField[]::new));
    }

    // ---- what comes from the peer

    private void onCancel(SipRequest cancel) {
        leg.post(listener -> listener.onCancelled(cancel));
        end(487, "Request Terminated", new DialogEnd.RemoteCancel(cancel));
    }

    private void onNoPrack() {
        agent.counters().transactionTimeout();
        // RFC 3262 §3: a 5xx.
        end(504, "Server Time-out", new DialogEnd.NotAcknowledged());
    }

    /** Ends a call that was not answered. */
    void end(int status, String reason, DialogEnd end, RequestReply.HeaderField... headers) {
        synchronized (this) {
            if (decided) {
                return;
            }
            decided = true;
        }
        settle();
        transaction.respond(agent.response(request, status, reason, localTag, List.of(headers)));
        dialog.drop(false);
        leg.end(end);
    }

    private void settle() {
        reliable.stop();
        dialog.inbound().answered();
        agent.notCancellable(transaction.key());
        agent.pendingInvites().decrementAndGet();
        synchronized (this) {
            if (tooLong != null) {
                tooLong.cancel();
            }
        }
    }

    @Nullable
    SipResponse acknowledge(RAck rack) {
        return reliable.acknowledge(rack);
    }

    /** Whether the body of a PRACK is the answer to our offer in the response it acknowledges; asked once. */
    synchronized boolean takesAnswer() {
        boolean takes = offered && !answered;
        answered = true;
        return takes;
    }

    String localTag() {
        return localTag;
    }

    Dialog dialog() {
        return dialog;
    }

    /** The handler failed. */
    void fail(String why) {
        var end = new DialogEnd.InternalError(why);
        listen(CallListener.NONE);
        end(500, "Server Internal Error", end);
        dialog.terminate(end, true, List.of());
    }

    private List<RequestReply.HeaderField> dialogHeaders() {
        var headers = new ArrayList<RequestReply.HeaderField>();
        // RFC 3261 §12.1.1: the Record-Route goes back as it came.
        for (String route : request.headers().all(HeaderName.RECORD_ROUTE)) {
            headers.add(new RequestReply.HeaderField(HeaderName.RECORD_ROUTE, route));
        }
        headers.add(new RequestReply.HeaderField(
                HeaderName.CONTACT, NameAddr.of(dialog.contact()).text()));
        headers.add(new RequestReply.HeaderField(
                HeaderName.ALLOW, agent.config().capabilities().allow()));
        headers.add(new RequestReply.HeaderField(
                HeaderName.SUPPORTED, agent.config().capabilities().supported()));
        return headers;
    }
}
