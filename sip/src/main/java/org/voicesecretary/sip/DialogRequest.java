package org.voicesecretary.sip;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.dialog.SessionTimerPolicy;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Flow;

/** One request of ours within a dialog, from its start to its final response; for INVITE with the ACK. */
final class DialogRequest implements OutgoingRequest.Maker {

    private final Agent agent;
    private final Dialog dialog;
    private final Method method;
    private final List<RequestReply.HeaderField> headers;
    private final @Nullable String contentType;
    private final byte[] body;
    private final CompletableFuture<RequestOutcome> outcome = new CompletableFuture<>();
    private final OutgoingRequest request;

    private Optional<Long> demandedMinSe = Optional.empty();
    private @Nullable Acknowledgement acknowledgement;

    DialogRequest(
            Agent agent,
            Dialog dialog,
            Method method,
            List<RequestReply.HeaderField> headers,
            @Nullable String contentType,
            byte[] body) {
        this.agent = agent;
        this.dialog = dialog;
        this.method = method;
        this.headers = headers;
        this.contentType = contentType;
        this.body = body;
        this.request = new OutgoingRequest(agent, dialog.authorizer(), this);
    }

    private boolean isBye() {
        return method.equals(Method.BYE);
    }

    /** RFC 5057 §5.1: when nobody wants the NOTIFY the subscription is gone, and the call is not. */
    private boolean isNotify() {
        return method.equals(Method.NOTIFY);
    }

    /** INVITE and UPDATE move the target and carry the session timer. */
    private boolean refreshes() {
        return method.equals(Method.INVITE) || method.equals(Method.UPDATE);
    }

    void start() {
        if (dialog.phase() == Dialog.Phase.ENDED && !isBye()) {
            outcome.complete(new RequestOutcome.NoAnswer("the call has ended"));
        } else if (dialog.isReachable()) {
            dialog.send(request);
        } else {
            onNoAnswer("the peer's Contact is no SIP address");
        }
    }

    /** Tells {@code waiting} the outcome, once, on any thread. */
    void whenDone(Consumer<RequestOutcome> waiting) {
        outcome.thenAccept(waiting);
    }

    /** The CSeq of the last try; empty before the first. */
    OptionalLong cseq() {
        SipRequest sent = request.sent();
        return sent == null ? OptionalLong.empty() : OptionalLong.of(sent.cseq().number());
    }

    RequestOutcome await() throws InterruptedException {
        return Waiting.get(outcome);
    }

    @Override
    public SipRequest make(Flow flow) {
        SipRequest bare = dialog.state().nextRequest(method);
        Headers.Builder all = bare.headers().toBuilder();
        if (refreshes()) {
            all.add(HeaderName.CONTACT, NameAddr.of(dialog.contact()).text())
                    .add(HeaderName.ALLOW, agent.config().capabilities().allow())
                    .add(HeaderName.SUPPORTED, agent.config().capabilities().supported());
            dialog.sessionTimer().header().ifPresent(timer -> all.add(HeaderName.SESSION_EXPIRES, timer.text()));
            synchronized (this) {
                demandedMinSe.ifPresent(seconds -> all.add(HeaderName.MIN_SE, Long.toString(seconds)));
            }
        }
        headers.forEach(field -> all.add(field.name(), field.value()));
        agent.config().introduce(all, HeaderName.USER_AGENT);
        SipRequest made = new SipRequest(method, bare.uri(), all.build());
        return contentType == null ? made : made.withBody(contentType, body);
    }

    @Override
    public boolean adapt(SipResponse refusal) {
        // RFC 4028 §7.3
        if (refusal.status() != 422 || !refreshes()) {
            return false;
        }
        Optional<Long> demanded = SessionTimerPolicy.demanded(refusal);
        synchronized (this) {
            if (demanded.isEmpty() || demandedMinSe.isPresent()) {
                return false;
            }
            demandedMinSe = demanded;
        }
        dialog.sessionTimer().raise(demanded.get());
        return true;
    }

    @Override
    public void onFinal(SipResponse response) {
        if (response.isSuccess()) {
            onSuccess(response);
            return;
        }
        outcome.complete(new RequestOutcome.Refused(response));
        int status = response.status();
        if (isBye()) {
            agent.forget(dialog);
        } else if (!isNotify() && (status == 481 || status == 408)) {
            // RFC 3261 §12.2.1.2
            dialog.terminate(new DialogEnd.PeerGone(Optional.of(response)), status == 408, List.of());
        }
    }

    private void onSuccess(SipResponse response) {
        if (method.equals(Method.INVITE) && !acknowledge(response)) {
            return;
        }
        if (refreshes()) {
            dialog.learn(response);
            dialog.state().refreshTarget(response);
            dialog.sessionTimer().restart(agent.config().sessionTimers().asCaller(response));
        }
        if (isBye()) {
            agent.forget(dialog);
        }
        outcome.complete(new RequestOutcome.Success(response));
    }

    /** Sends the ACK, again for a repeated 2xx; false for the latter. */
    private boolean acknowledge(SipResponse response) {
        Acknowledgement known;
        var fresh = new Acknowledgement(agent, dialog, response.cseq().number(), request.sent());
        synchronized (this) {
            known = acknowledgement;
            if (known == null) {
                acknowledgement = fresh;
            }
        }
        if (known != null) {
            agent.counters().retransmissionAbsorbed();
            known.again();
            return false;
        }
        // The Contact of the 2xx is where the ACK goes.
        dialog.state().refreshTarget(response);
        fresh.send(new byte[0]);
        return true;
    }

    @Override
    public void onNoAnswer(String why) {
        outcome.complete(new RequestOutcome.NoAnswer(why));
        if (isBye()) {
            agent.forget(dialog);
        } else if (!isNotify()) {
            // RFC 3261 §12.2.1.2: as if it were 408.
            dialog.terminate(new DialogEnd.PeerGone(Optional.empty()), true, List.of());
        }
    }
}
