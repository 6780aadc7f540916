package org.voicesecretary.sip;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.dialog.DialogState;
import org.voicesecretary.sip.message.Reason;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.Flow;

/** A call we make, until it is answered or has failed (RFC 3261 §13.2). */
public final class OutboundInvite {

    /** A proxy that forks to more phones than this is ignored beyond it. */
    private static final int MAX_FORKS = 16;

    private final Agent agent;
    private final InviteDraft draft;
    private final CallListener listener;
    private final Leg leg = new Leg();
    private final Authorizer authorizer;
    private final OutgoingRequest request;
    private final CompletableFuture<InviteOutcome> outcome = new CompletableFuture<>();

    /** By the peer's tag: each phone of a fork that has answered in any way. */
    private final Map<String, Fork> forks = new HashMap<>();

    private volatile boolean heard;
    private @Nullable Fork winner;
    private boolean cancelled;
    private @Nullable Reason reason;
    private boolean over;

    /** One phone of a fork. */
    private static final class Fork {
        final Dialog dialog;
        private long lastRseq = -1;
        private @Nullable Acknowledgement acknowledgement;

        Fork(Dialog dialog) {
            this.dialog = dialog;
        }

        /** RFC 3262 §4: whether this is the next reliable response in order. */
        synchronized boolean isNext(long rseq) {
            if (lastRseq >= 0 && rseq != lastRseq + 1) {
                return false;
            }
            lastRseq = rseq;
            return true;
        }
    }

    OutboundInvite(Agent agent, InviteDraft draft, CallListener listener) {
        this.agent = agent;
        this.draft = draft;
        this.listener = listener;
        this.authorizer = new Authorizer(agent, draft.logins());
        this.request = new OutgoingRequest(agent, authorizer, new Exchange());
    }

    void start() {
        agent.calling().add(this);
        leg.listen(listener);
        request.sendTo(draft.destination());
    }

    public String callId() {
        return draft.callId();
    }

    /**
     * Waits for what becomes of the call.
     *
     * @return {@link InviteOutcome.StillRinging} when the time passed first
     */
    public InviteOutcome await(Duration timeout) throws InterruptedException {
        return Waiting.await(agent.timers(), outcome, timeout).orElseGet(InviteOutcome.StillRinging::new);
    }

    /** Gives up: CANCEL, or BYE where the answer was on its way already. Does nothing once the outcome is known. Never blocks. */
    public void cancel() {
        giveUp(null);
    }

    /** As {@link #cancel()}, and tells the peer why (RFC 3326), such as {@link Reason#COMPLETED_ELSEWHERE}. */
    public void cancel(Reason why) {
        giveUp(why);
    }

    private void giveUp(@Nullable Reason why) {
        synchronized (this) {
            if (cancelled || over) {
                return;
            }
            cancelled = true;
            reason = why;
        }
        sendCancel();
    }

    private void sendCancel() {
        Reason told;
        synchronized (this) {
            told = reason;
        }
        request.cancel(told, why -> finish(new InviteOutcome.Cancelled(), new DialogEnd.LocalCancel()));
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    /** The user agent is closing: CANCEL where it is in time, and the outcome is known now. */
    void abandon() {
        cancel();
        finish(new InviteOutcome.Cancelled(), new DialogEnd.LocalCancel());
    }

    /** How the call ended; empty while it goes on. */
    public Optional<DialogEnd> ended() {
        return leg.ended();
    }

    /** What the transactions tell. */
    private final class Exchange implements OutgoingRequest.Maker {
        @Override
        public SipRequest make(Flow flow) {
            return draft.next(flow);
        }

        @Override
        public boolean adapt(SipResponse refusal) {
            return draft.adapt(refusal);
        }

        @Override
        public void onProvisional(SipResponse response) {
            if (!heard) {
                heard = true;
                leg.post(CallListener::onHeard);
            }
            if (isCancelled()) {
                // RFC 3261 §9.1: only now the CANCEL may go out.
                sendCancel();
                return;
            }
            if (response.status() > 100) {
                progress(response);
            }
        }

        @Override
        public void onFinal(SipResponse response) {
            if (response.isSuccess()) {
                answered(response);
            } else if (isCancelled()) {
                finish(new InviteOutcome.Cancelled(), new DialogEnd.LocalCancel());
            } else {
                finish(new InviteOutcome.Rejected(response), new DialogEnd.RemoteReject(response));
            }
        }

        @Override
        public void onNoAnswer(String why) {
            if (isCancelled()) {
                finish(new InviteOutcome.Cancelled(), new DialogEnd.LocalCancel());
            } else {
                finish(new InviteOutcome.Unreachable(why), new DialogEnd.Unreachable(why));
            }
        }
    }

    // ---- provisional responses

    private void progress(SipResponse response) {
        Fork fork = response.toTag() == null ? null : fork(response);
        OptionalLong rseq = Prack.wantedBy(response);
        if (fork == null) {
            leg.post(to -> to.onProgress(response));
            return;
        }
        if (rseq.isEmpty()) {
            leg.post(to -> to.onProgress(fork.dialog, response));
            return;
        }
        if (!fork.isNext(rseq.getAsLong())) {
            // A repeated one, whose PRACK is on its way, or one too early, which will come again.
            agent.counters().retransmissionAbsorbed();
            return;
        }
        byte[] body = SessionBody.of(response);
        if (body.length > 0 && draft.offer().length == 0) {
            // RFC 3262 §5: the offer came in a reliable provisional, so the answer goes into the PRACK.
            leg.post(to -> {
                byte[] answer =
                        to.onOffer(fork.dialog, new Offer(body, response)) instanceof OfferReply.Accept(byte[] agreed)
                                ? agreed
                                : new byte[0];
                fork.dialog.negotiation().described(answer);
                draft.answeredEarly();
                new Prack(agent, fork.dialog, rseq.getAsLong(), response.cseq(), answer).send();
                to.onProgress(fork.dialog, response);
            });
        } else {
            new Prack(agent, fork.dialog, rseq.getAsLong(), response.cseq(), new byte[0]).send();
            leg.post(to -> to.onProgress(fork.dialog, response));
        }
    }

    /** The phone that sent the response; null where there are too many. */
    private @Nullable Fork fork(SipResponse response) {
        String tag = String.valueOf(response.toTag());
        synchronized (this) {
            Fork known = forks.get(tag);
            if (known != null || forks.size() >= MAX_FORKS) {
                return known;
            }
            SipRequest sent = request.sent();
            Flow flow = request.flow();
            if (sent == null || flow == null || over && winner == null) {
                return null;
            }
            DialogState state = DialogState.ofCaller(sent, response);
            var dialog = new Dialog(agent, state, leg, authorizer, draft.contact(flow), this::cancel);
            dialog.learn(response);
            dialog.negotiation().described(draft.offer());
            // The device may say an address in its Contact that is of no use here: it is reached by its flow.
            boolean byFlow =
                    !state.hasRoutes() && flow.equals(draft.destination().flow());
            boolean direct = !state.hasRoutes()
                    && flow.transport().reliable()
                    && state.remoteTarget() instanceof SipUri uri
                    && uri.host()
                            .address()
                            .filter(flow.remote().getAddress()::equals)
                            .isPresent();
            // The connection is there already, and it leads to the peer itself.
            dialog.pin(direct || byFlow ? flow : null);
            Fork fork = new Fork(dialog);
            forks.put(tag, fork);
            agent.remember(dialog);
            return fork;
        }
    }

    // ---- final responses

    private void answered(SipResponse response) {
        Fork fork = fork(response);
        if (fork == null) {
            agent.counters().strayMessage();
            return;
        }
        Acknowledgement repeated;
        boolean wins = false;
        synchronized (this) {
            repeated = fork.acknowledgement;
            if (repeated == null) {
                fork.acknowledgement =
                        new Acknowledgement(agent, fork.dialog, response.cseq().number(), request.sent());
                wins = winner == null && !cancelled && !over;
                if (wins) {
                    winner = fork;
                    over = true;
                }
            }
        }
        if (repeated != null) {
            agent.counters().retransmissionAbsorbed();
            repeated.again();
            return;
        }
        fork.dialog.state().confirm(response);
        fork.dialog.learn(response);
        if (wins) {
            take(fork, response);
        } else {
            decline(fork);
        }
    }

    private void take(Fork fork, SipResponse response) {
        List<Dialog> others;
        synchronized (this) {
            others = forks.values().stream()
                    .filter(other -> other != fork)
                    .map(other -> other.dialog)
                    .toList();
        }
        agent.calling().remove(this);
        others.forEach(other -> other.drop(false));
        fork.dialog.confirm();
        fork.dialog.sessionTimer().restart(agent.config().sessionTimers().asCaller(response));
        byte[] body = SessionBody.of(response);
        if (draft.offer().length > 0 || body.length == 0 || draft.isAnsweredEarly()) {
            acknowledge(fork, new byte[0], response);
            return;
        }
        leg.post(to -> {
            OfferReply reply;
            try {
                reply = to.onOffer(fork.dialog, new Offer(body, response));
            } catch (RuntimeException e) {
                reply = new OfferReply.Refuse(500, String.valueOf(e.getMessage()));
            }
            switch (reply) {
                case OfferReply.Accept(byte[] answer) -> {
                    fork.dialog.negotiation().described(answer);
                    acknowledge(fork, answer, response);
                }
                case OfferReply.Refuse(int status, String reason) -> {
                    // RFC 3261 §13.2.2.4: an offer that does not suit is acknowledged, then the call ends.
                    acknowledgementOf(fork).send(new byte[0]);
                    var end = new DialogEnd.NoAgreement("we refused the offer of the peer: " + status + " " + reason);
                    outcome.complete(new InviteOutcome.Unreachable(end.why()));
                    fork.dialog.terminate(end, true, List.of());
                }
            }
        });
    }

    private synchronized Acknowledgement acknowledgementOf(Fork fork) {
        Acknowledgement acknowledgement = fork.acknowledgement;
        if (acknowledgement == null) {
            throw new IllegalStateException("the 2xx of " + fork.dialog.id() + " was not noted");
        }
        return acknowledgement;
    }

    private void acknowledge(Fork fork, byte[] answer, SipResponse response) {
        acknowledgementOf(fork).send(answer);
        fork.dialog.established();
        leg.post(to -> to.onEstablished(fork.dialog, new byte[0]));
        outcome.complete(new InviteOutcome.Answered(fork.dialog, response));
    }

    /** RFC 3261 §13.2.2.4: another phone of the fork answered, too, or the answer crossed our CANCEL: acknowledged and hung up. */
    private void decline(Fork fork) {
        acknowledgementOf(fork).send(new byte[0]);
        fork.dialog.drop(true);
        if (isCancelled()) {
            finish(new InviteOutcome.Cancelled(), new DialogEnd.LocalCancel());
        }
    }

    private void finish(InviteOutcome how, DialogEnd end) {
        List<Dialog> early;
        synchronized (this) {
            if (winner != null || over) {
                return;
            }
            over = true;
            early = forks.values().stream()
                    .filter(fork -> fork.acknowledgement == null)
                    .map(fork -> fork.dialog)
                    .toList();
        }
        agent.calling().remove(this);
        early.forEach(dialog -> dialog.drop(false));
        leg.end(end);
        outcome.complete(how);
    }
}
