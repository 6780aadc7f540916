package org.voicesecretary.sip;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.dialog.DialogId;
import org.voicesecretary.sip.dialog.SessionTimerPolicy.Agreement;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.Replaces;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transaction.InviteServerTransaction;
import org.voicesecretary.sip.transaction.NonInviteServerTransaction;
import org.voicesecretary.sip.transaction.ServerTransaction;
import org.voicesecretary.sip.transaction.TransactionLayer;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.RequestFilter.Verdict;
import org.voicesecretary.sip.transport.SipCounters;

/** All that comes in: checks it as RFC 3261 §8.2 says and gives it to whom it concerns. */
final class Inbox implements TransactionLayer.User {

    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final UserAgentConfig config;
    private final InviteHandler handler;
    private final SipCounters counters;
    private volatile @Nullable Agent agent;
    private volatile boolean draining;
    /** Calls whose handlers have not begun to run: that they wait for a processor is the first thing to be seen of an overload. */
    private final AtomicInteger waiting = new AtomicInteger();

    Inbox(UserAgentConfig config, InviteHandler handler, SipCounters counters) {
        this.config = config;
        this.handler = handler;
        this.counters = counters;
    }

    /** The agent needs the layers, and they need this: it comes last. */
    void connect(Agent whole) {
        agent = whole;
    }

    void drain() {
        draining = true;
    }

    private Agent agent() {
        Agent whole = agent;
        if (whole == null) {
            throw new IllegalStateException("the user agent is not connected yet");
        }
        return whole;
    }

    @Override
    public Verdict judge(SipRequest request, Flow from) {
        Verdict verdict = config.filter().judge(request, from);
        if (verdict instanceof Verdict.Pass && isNewCall(request) && isOverloaded()) {
            counters.overloadRejection();
            // Without a transaction: refusing must stay cheaper than taking the call.
            return new Verdict.Answer(SipResponse.answering(request, 503, "Service Unavailable", statelessTag(request))
                    .with(
                            HeaderName.RETRY_AFTER,
                            Long.toString(config.limits().retryAfter().toSeconds())));
        }
        if (verdict instanceof Verdict.Drop) {
            counters.requestDropped();
        }
        return verdict;
    }

    private static boolean isNewCall(SipRequest request) {
        return request.method().equals(Method.INVITE) && request.toTag() == null;
    }

    private boolean isOverloaded() {
        return draining
                || waiting.get() >= config.limits().waitingInvites()
                || agent().pendingInvites().get() >= config.limits().pendingInvites()
                || agent().calls() >= config.limits().calls();
    }

    @Override
    public String statelessTag(SipRequest request) {
        // RFC 3261 §8.2.7: the same for the same request; what it is made of does not matter.
        int hash = 31 * request.callId().hashCode()
                + String.valueOf(request.topVia().branch()).hashCode();
        return "s" + Integer.toHexString(hash) + Integer.toHexString(System.identityHashCode(this));
    }

    // ---- what needs no memory

    @Override
    public @Nullable SipResponse answerAtOnce(SipRequest request) {
        if (request.toTag() != null) {
            DialogId id = DialogId.ofReceived(request);
            boolean known = agent().dialog(id) != null
                    || request.method().equals(Method.SUBSCRIBE) && agent().subscription(id) != null;
            return known ? null : refusal(request, 481, "Call/Transaction Does Not Exist");
        }
        if (belongsToDialog(request.method())) {
            return refusal(request, 481, "Call/Transaction Does Not Exist");
        }
        if (request.method().equals(Method.OPTIONS)) {
            return agent().response(request, agent().abilities(), statelessTag(request));
        }
        if (request.method().equals(Method.SUBSCRIBE)) {
            return refusalOfSubscription(request);
        }
        return request.method().equals(Method.INVITE) ? refusalOfCall(request) : null;
    }

    private @Nullable SipResponse refusalOfSubscription(SipRequest subscribe) {
        if (subscribe.contact().isEmpty()) {
            return refusal(subscribe, 400, "Missing Contact Header");
        }
        long asked = subscribe.expires().orElse(InboundSubscribe.MINIMUM_SECONDS);
        if (asked > 0 && asked < InboundSubscribe.MINIMUM_SECONDS) {
            // RFC 6665 §4.2.1.1
            return refusal(
                    subscribe,
                    423,
                    "Interval Too Brief",
                    new RequestReply.HeaderField(
                            HeaderName.MIN_EXPIRES, Long.toString(InboundSubscribe.MINIMUM_SECONDS)));
        }
        return agent().subscriptions() >= config.limits().calls()
                ? refusal(
                        subscribe,
                        503,
                        "Service Unavailable",
                        new RequestReply.HeaderField(
                                HeaderName.RETRY_AFTER,
                                Long.toString(config.limits().retryAfter().toSeconds())))
                : null;
    }

    private @Nullable SipResponse refusalOfCall(SipRequest invite) {
        if (invite.contact().isEmpty()) {
            // RFC 3261 §8.1.1.8: a dialog needs to know where to.
            return refusal(invite, 400, "Missing Contact Header");
        }
        if (config.sessionTimers().asCallee(invite) instanceof Agreement.TooShort(long minimum)) {
            // RFC 4028 §6
            return refusal(
                    invite,
                    422,
                    "Session Interval Too Small",
                    new RequestReply.HeaderField(HeaderName.MIN_SE, Long.toString(minimum)));
        }
        boolean replaces = invite.headers().has(HeaderName.REPLACES)
                && config.capabilities().extensions().contains("replaces");
        return replaces ? refusalOfReplacement(invite) : null;
    }

    // RFC 3891 §3
    private @Nullable SipResponse refusalOfReplacement(SipRequest invite) {
        Replaces replaces = invite.typed(HeaderName.REPLACES, Replaces::parse).orElse(null);
        if (replaces == null) {
            return refusal(invite, 400, "Bad Replaces Header");
        }
        Dialog dialog = agent().dialog(replaces);
        if (dialog == null) {
            return refusal(invite, 481, "Call/Transaction Does Not Exist");
        }
        return switch (dialog.phase()) {
            case ENDED -> refusal(invite, 603, "Decline");
            case CONFIRMED -> replaces.earlyOnly() ? refusal(invite, 486, "Busy Here") : null;
            // One that we have not answered yet cannot be taken over, one that we made can.
            case EARLY -> dialog.state().isCaller() ? null : refusal(invite, 481, "Call/Transaction Does Not Exist");
        };
    }

    private static boolean belongsToDialog(Method method) {
        return method.equals(Method.BYE)
                || method.equals(Method.PRACK)
                || method.equals(Method.UPDATE)
                || method.equals(Method.INFO);
    }

    private SipResponse refusal(SipRequest request, int status, String reason, RequestReply.HeaderField... headers) {
        return agent().response(request, RequestReply.of(status, reason, headers), statelessTag(request));
    }

    // ---- INVITE

    @Override
    public void onInvite(SipRequest invite, InviteServerTransaction transaction, Flow from) {
        if (invite.toTag() != null) {
            Dialog dialog = agent().dialog(DialogId.ofReceived(invite));
            if (dialog == null) {
                gone(transaction, invite);
            } else {
                dialog.inbound().onInvite(invite, transaction);
            }
            return;
        }
        Agreement timer = config.sessionTimers().asCallee(invite);
        var call = new InboundInvite(agent(), invite, transaction, from, timer);
        call.begin();
        waiting.incrementAndGet();
        Thread.ofVirtual().name("sip-call-" + invite.callId()).start(() -> handle(call));
    }

    private void handle(InboundInvite call) {
        waiting.decrementAndGet();
        try {
            handler.onInvite(call);
        } catch (InterruptedException e) {
            call.fail("interrupted");
        } catch (RuntimeException | StackOverflowError e) {
            log.error("the handler of call {} failed: {}", call.callId(), e, e);
            call.fail(String.valueOf(e));
        }
    }

    // ---- other requests

    @Override
    public void onRequest(SipRequest request, NonInviteServerTransaction transaction, Flow from) {
        if (request.toTag() != null) {
            onRequestInDialog(request, transaction);
            return;
        }
        if (request.method().equals(Method.SUBSCRIBE)) {
            var subscribe = new InboundSubscribe(agent(), request, transaction, from);
            Thread.ofVirtual().name("sip-request").start(() -> handle(subscribe));
            return;
        }
        Thread.ofVirtual().name("sip-request").start(() -> answer(request, transaction, from));
    }

    private void onRequestInDialog(SipRequest request, NonInviteServerTransaction transaction) {
        DialogId id = DialogId.ofReceived(request);
        Dialog dialog = agent().dialog(id);
        Subscription subscription = agent().subscription(id);
        if (dialog != null) {
            dialog.inbound().onRequest(request, transaction);
        } else if (subscription != null && request.method().equals(Method.SUBSCRIBE)) {
            subscription.onSubscribe(request, transaction);
        } else {
            gone(transaction, request);
        }
    }

    private void handle(InboundSubscribe subscribe) {
        try {
            config.subscriptions().onSubscribe(subscribe);
        } catch (InterruptedException e) {
            subscribe.reject(RequestReply.of(503, "Service Unavailable"));
        } catch (RuntimeException | StackOverflowError e) {
            log.error("the handler of {} failed: {}", subscribe.request(), e, e);
            subscribe.reject(RequestReply.of(500, "Server Internal Error"));
        }
    }

    private void answer(SipRequest request, NonInviteServerTransaction transaction, Flow from) {
        RequestReply reply;
        try {
            reply = config.requests().onRequest(request, from);
        } catch (InterruptedException e) {
            reply = RequestReply.of(503, "Service Unavailable");
        } catch (RuntimeException | StackOverflowError e) {
            log.error("the handler of {} failed: {}", request, e, e);
            reply = RequestReply.of(500, "Server Internal Error");
        }
        transaction.respond(agent().response(request, reply, statelessTag(request)));
    }

    // ---- CANCEL and ACK

    @Override
    public void onCancel(
            SipRequest cancel, NonInviteServerTransaction transaction, InviteServerTransaction invite, Flow from) {
        // RFC 3261 §9.2: 200 in any case; an INVITE that has its final response is not affected.
        Consumer<SipRequest> waiting = agent().cancelled(invite.key());
        transaction.respond(agent().response(cancel, 200, "OK", statelessTag(cancel)));
        if (waiting != null) {
            waiting.accept(cancel);
        }
    }

    @Override
    public void onAck(SipRequest ack, Flow from) {
        Dialog dialog = agent().dialog(DialogId.ofReceived(ack));
        if (dialog == null) {
            counters.strayMessage();
        } else {
            dialog.onAck(ack);
        }
    }

    @Override
    public void onClosed(Flow flow) {
        Agent whole = agent;
        if (whole != null) {
            whole.registrations().forEach(registration -> registration.onFlowClosed(flow));
        }
        config.requests().onFlowClosed(flow);
    }

    /** The call ended between the look at {@link #answerAtOnce} and now. */
    private void gone(ServerTransaction transaction, SipRequest request) {
        transaction.respond(refusal(request, 481, "Call/Transaction Does Not Exist"));
    }
}
