package org.voicesecretary.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.dialog.SessionTimerPolicy.Agreement;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.RAck;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transaction.InviteServerTransaction;
import org.voicesecretary.sip.transaction.NonInviteServerTransaction;
import org.voicesecretary.sip.transaction.ServerTransaction;

/** The requests of the peer within one dialog. Runs on transport threads; whatever may take time is posted to the listener. */
final class DialogInbound {

    private static final Logger log = LoggerFactory.getLogger(DialogInbound.class);

    /** RFC 3261 §14.2: 0 to 10 s. */
    private static final int BUSY_RETRY_AFTER = 10;

    private final Agent agent;
    private final Dialog dialog;
    private @Nullable InboundInvite call;
    private boolean answered;

    DialogInbound(Agent agent, Dialog dialog) {
        this.agent = agent;
        this.dialog = dialog;
    }

    /** The INVITE that made this dialog, where the peer sent it; it waits for its final answer. */
    synchronized void waiting(InboundInvite invite) {
        call = invite;
    }

    /** The INVITE got its final answer. */
    synchronized void answered() {
        answered = true;
    }

    private synchronized @Nullable InboundInvite unanswered() {
        return answered ? null : call;
    }

    /** RFC 3262 §3: a PRACK may come after the final response, and is answered all the same. */
    private synchronized @Nullable InboundInvite acknowledgeable() {
        return call;
    }

    void onRequest(SipRequest request, NonInviteServerTransaction transaction) {
        if (!dialog.state().inOrder(request)) {
            // RFC 3261 §12.2.2
            answer(transaction, request, 500, "Request Out Of Order");
            return;
        }
        switch (request.method().name()) {
            case "BYE" -> onBye(request, transaction);
            case "PRACK" -> onPrack(request, transaction);
            case "UPDATE" -> onUpdate(request, transaction);
            case "INFO" -> {
                boolean told = dialog.leg().post(listener -> listener.onInfo(dialog, request));
                answer(transaction, request, told ? 200 : 503, told ? "OK" : "Service Unavailable");
            }
            case "OPTIONS" -> transaction.respond(agent.response(request, agent.abilities(), null));
            case "REFER" -> dialog.referrals().onRefer(request, transaction);
            case "NOTIFY" -> {
                if (!dialog.referrals().onNotify(request, transaction)) {
                    onOther(request, transaction);
                }
            }
            default -> onOther(request, transaction);
        }
    }

    private void onOther(SipRequest request, NonInviteServerTransaction transaction) {
        boolean told = dialog.leg().post(listener -> {
            RequestReply reply;
            try {
                reply = listener.onRequest(dialog, request);
            } catch (RuntimeException e) {
                reply = RequestReply.of(500, "Server Internal Error");
                transaction.respond(agent.response(request, reply, null));
                throw e;
            }
            transaction.respond(agent.response(request, reply, null));
        });
        if (!told) {
            answer(transaction, request, 503, "Service Unavailable");
        }
    }

    private void onBye(SipRequest bye, NonInviteServerTransaction transaction) {
        answer(transaction, bye, 200, "OK");
        InboundInvite waiting = unanswered();
        if (waiting != null) {
            // RFC 3261 §15.1.2: the caller may hang up an early dialog by BYE; the INVITE gets 487.
            waiting.end(487, "Request Terminated", new DialogEnd.RemoteBye(bye));
        } else {
            dialog.terminate(new DialogEnd.RemoteBye(bye), false, List.of());
        }
    }

    // ---- PRACK (RFC 3262 §3)

    private void onPrack(SipRequest prack, NonInviteServerTransaction transaction) {
        InboundInvite waiting = acknowledgeable();
        SipResponse acknowledged = waiting == null
                ? null
                : prack.typed(HeaderName.RACK, RAck::parse)
                        .map(waiting::acknowledge)
                        .orElse(null);
        if (acknowledged == null) {
            answer(transaction, prack, 481, "Call/Transaction Does Not Exist");
            return;
        }
        byte[] body = SessionBody.of(prack);
        if (body.length == 0) {
            answer(transaction, prack, 200, "OK");
        } else if (waiting != null && waiting.takesAnswer()) {
            answer(transaction, prack, 200, "OK");
            dialog.negotiation().finished();
            dialog.leg().post(listener -> listener.onAnswer(dialog, body));
        } else {
            onOfferWithoutInvite(prack, body, transaction);
        }
    }

    // ---- UPDATE (RFC 3311 §5.2)

    private void onUpdate(SipRequest update, NonInviteServerTransaction transaction) {
        Agreement timer = agent.config().sessionTimers().asCallee(update);
        if (timer instanceof Agreement.TooShort(long minimum)) {
            tooShort(transaction, update, minimum);
            return;
        }
        dialog.learn(update);
        byte[] body = SessionBody.of(update);
        if (body.length > 0) {
            onOfferWithoutInvite(update, body, transaction);
            return;
        }
        dialog.state().refreshTarget(update);
        dialog.sessionTimer().restart(timer);
        transaction.respond(agent.response(update, 200, "OK", null, refreshHeaders(timer)));
    }

    private void onOfferWithoutInvite(SipRequest request, byte[] body, NonInviteServerTransaction transaction) {
        if (!admitted(request, transaction)) {
            return;
        }
        boolean told = dialog.leg().post(listener -> {
            OfferReply reply = ask(listener, new Offer(body, request));
            dialog.negotiation().finished();
            switch (reply) {
                case OfferReply.Accept(byte[] answer) -> {
                    dialog.negotiation().described(answer);
                    Agreement timer = agent.config().sessionTimers().asCallee(request);
                    boolean update = request.method().equals(Method.UPDATE);
                    if (update) {
                        dialog.state().refreshTarget(request);
                        dialog.sessionTimer().restart(timer);
                    }
                    SipResponse ok =
                            agent.response(request, 200, "OK", null, update ? refreshHeaders(timer) : List.of());
                    transaction.respond(answer.length == 0 ? ok : ok.withBody(SessionBody.TYPE, answer));
                }
                case OfferReply.Refuse(int status, String reason) -> answer(transaction, request, status, reason);
            }
        });
        if (!told) {
            dialog.negotiation().finished();
            answer(transaction, request, 503, "Service Unavailable");
        }
    }

    // ---- re-INVITE (RFC 3261 §14.2)

    void onInvite(SipRequest invite, InviteServerTransaction transaction) {
        if (!dialog.state().inOrder(invite)) {
            answer(transaction, invite, 500, "Request Out Of Order");
            return;
        }
        if (dialog.phase() == Dialog.Phase.EARLY) {
            busy(transaction, invite);
            return;
        }
        if (dialog.phase() == Dialog.Phase.ENDED) {
            answer(transaction, invite, 481, "Call/Transaction Does Not Exist");
            return;
        }
        if (dialog.awaitsAnswerInAck()) {
            answer(transaction, invite, 491, "Request Pending");
            return;
        }
        Agreement timer = agent.config().sessionTimers().asCallee(invite);
        if (timer instanceof Agreement.TooShort(long minimum)) {
            tooShort(transaction, invite, minimum);
            return;
        }
        byte[] body = SessionBody.of(invite);
        if (body.length == 0) {
            if (!dialog.negotiation().beginOurs()) {
                answer(transaction, invite, 491, "Request Pending");
                return;
            }
        } else if (!admitted(invite, transaction)) {
            return;
        }
        dialog.learn(invite);
        transaction.respond(agent.response(invite, 100, "Trying", null));
        var decided = new AtomicBoolean();
        agent.cancellable(transaction.key(), cancel -> {
            if (decided.compareAndSet(false, true)) {
                dialog.negotiation().finished();
                answer(transaction, invite, 487, "Request Terminated");
            }
        });
        boolean told = dialog.leg().post(listener -> {
            agent.notCancellable(transaction.key());
            if (!decided.compareAndSet(false, true)) {
                return; // it was cancelled; from here on that is too late, for the listener acts upon what it is asked
            }
            if (body.length == 0) {
                offerInAnswer(listener, invite, transaction, timer);
            } else {
                answerOffer(listener, invite, body, transaction, timer);
            }
        });
        if (!told) {
            agent.notCancellable(transaction.key());
            dialog.negotiation().finished();
            answer(transaction, invite, 503, "Service Unavailable");
        }
    }

    private void answerOffer(
            CallListener listener,
            SipRequest invite,
            byte[] offer,
            InviteServerTransaction transaction,
            Agreement timer) {
        OfferReply reply = ask(listener, new Offer(offer, invite));
        dialog.negotiation().finished();
        switch (reply) {
            case OfferReply.Accept(byte[] answer) -> accept(invite, answer, transaction, timer, false);
            case OfferReply.Refuse(int status, String reason) -> answer(transaction, invite, status, reason);
        }
    }

    private void offerInAnswer(
            CallListener listener, SipRequest invite, InviteServerTransaction transaction, Agreement timer) {
        byte[] offer;
        try {
            offer = listener.onOfferWanted(dialog);
        } catch (RuntimeException e) {
            dialog.negotiation().finished();
            answer(transaction, invite, 500, "Server Internal Error");
            throw e;
        }
        if (offer.length == 0) {
            dialog.negotiation().finished();
            answer(transaction, invite, 488, "Not Acceptable Here");
        } else {
            accept(invite, offer, transaction, timer, true);
        }
    }

    private void accept(
            SipRequest invite,
            byte[] description,
            InviteServerTransaction transaction,
            Agreement timer,
            boolean offered) {
        var headers = new ArrayList<>(refreshHeaders(timer));
        headers.add(new RequestReply.HeaderField(
                HeaderName.ALLOW, agent.config().capabilities().allow()));
        headers.add(new RequestReply.HeaderField(
                HeaderName.SUPPORTED, agent.config().capabilities().supported()));
        SipResponse ok = agent.response(invite, 200, "OK", null, headers).withBody(SessionBody.TYPE, description);
        if (dialog.phase() == Dialog.Phase.ENDED) {
            answer(transaction, invite, 487, "Request Terminated");
            dialog.negotiation().finished();
            return;
        }
        byte[] before = dialog.localDescription();
        dialog.negotiation().described(description);
        // Before it is sent: the ACK may be faster than we are.
        dialog.accepted(transaction, ok, false, offered);
        if (transaction.respond(ok)) {
            dialog.state().refreshTarget(invite);
            dialog.sessionTimer().restart(timer);
        } else {
            // The transaction broke off under our hands: the session stays as it was.
            dialog.withdraw();
            dialog.negotiation().described(before);
            dialog.negotiation().finished();
        }
    }

    // ---- what they share

    /** Whether the peer may offer now; else it has got its answer. */
    private boolean admitted(SipRequest request, ServerTransaction transaction) {
        return switch (dialog.negotiation().beginTheirs()) {
            case ADMITTED -> true;
            case GLARE -> {
                answer(transaction, request, 491, "Request Pending");
                yield false;
            }
            case BUSY -> {
                busy(transaction, request);
                yield false;
            }
        };
    }

    private OfferReply ask(CallListener listener, Offer offer) {
        try {
            return listener.onOffer(dialog, offer);
        } catch (RuntimeException e) {
            log.error("a call listener failed on an offer: {}", e, e);
            return new OfferReply.Refuse(500, "Server Internal Error");
        }
    }

    private List<RequestReply.HeaderField> refreshHeaders(Agreement timer) {
        var headers = new ArrayList<RequestReply.HeaderField>();
        headers.add(new RequestReply.HeaderField(
                HeaderName.CONTACT, NameAddr.of(dialog.contact()).text()));
        headers.addAll(SessionTimerHeaders.of(timer));
        return headers;
    }

    private void tooShort(ServerTransaction transaction, SipRequest request, long minimum) {
        transaction.respond(agent.response(
                request,
                422,
                "Session Interval Too Small",
                null,
                List.of(new RequestReply.HeaderField(HeaderName.MIN_SE, Long.toString(minimum)))));
    }

    private void busy(ServerTransaction transaction, SipRequest request) {
        String seconds = Integer.toString(agent.config().random().nextInt(0, BUSY_RETRY_AFTER + 1));
        transaction.respond(agent.response(
                request,
                500,
                "Server Internal Error",
                null,
                List.of(new RequestReply.HeaderField(HeaderName.RETRY_AFTER, seconds))));
    }

    private void answer(ServerTransaction transaction, SipRequest request, int status, String reason) {
        transaction.respond(agent.response(request, status, reason, null));
    }
}
