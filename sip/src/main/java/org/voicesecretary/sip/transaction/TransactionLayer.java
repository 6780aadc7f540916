package org.voicesecretary.sip.transaction;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.message.MessageCheck;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.PartialRequest;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.Verdict;
import org.voicesecretary.sip.message.Via;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.RateLimitedLog;
import org.voicesecretary.sip.transport.RequestFilter;
import org.voicesecretary.sip.transport.SipCounters;
import org.voicesecretary.sip.transport.TransportLayer;

/** Finds the transaction a message belongs to, or makes one (RFC 3261 §17). */
public final class TransactionLayer implements TransportLayer.Receiver {

    private static final Logger log = LoggerFactory.getLogger(TransactionLayer.class);

    /** Who uses the transactions; called on transport threads, so it must not block. */
    public interface User {
        /** Whether a request that is new may become a transaction. */
        RequestFilter.Verdict judge(SipRequest request, Flow from);

        void onInvite(SipRequest invite, InviteServerTransaction transaction, Flow from);

        /** Any request but INVITE, ACK and CANCEL. */
        void onRequest(SipRequest request, NonInviteServerTransaction transaction, Flow from);

        /** @param invite what is to be cancelled */
        void onCancel(
                SipRequest cancel, NonInviteServerTransaction transaction, InviteServerTransaction invite, Flow from);

        /**
         * The answer to a request that changes nothing: it is given without a transaction, and a repeated request gets it again
         * (RFC 3261 §8.2.7), so nobody can fill the memory with such requests. Null: the request becomes a transaction.
         */
        @Nullable
        SipResponse answerAtOnce(SipRequest request);

        /** An ACK that belongs to no transaction: the one for a 2xx. */
        void onAck(SipRequest ack, Flow from);

        /** A tag for answers that are given without any state, the same for the same request (RFC 3261 §8.2.7). */
        String statelessTag(SipRequest request);

        /** A connection is closed. */
        default void onClosed(Flow flow) {}
    }

    private record MergeKey(String callId, String fromTag, long cseq, Method method) {}

    private final Timers timers;
    private final TimerValues values;
    private final SipCounters counters;
    private final MessageCheck check;
    private final RateLimitedLog complaints;
    private final User user;
    private final ConcurrentMap<TransactionKey, ServerTransaction> servers = new ConcurrentHashMap<>();
    private final ConcurrentMap<TransactionKey, ClientTransaction> clients = new ConcurrentHashMap<>();
    private final ConcurrentMap<MergeKey, TransactionKey> mergeable = new ConcurrentHashMap<>();
    private volatile @Nullable TransportLayer transport;

    /** @param check what requests and responses are held to before anybody acts on them */
    public TransactionLayer(Timers timers, TimerValues values, SipCounters counters, MessageCheck check, User user) {
        this.timers = timers;
        this.values = values;
        this.counters = counters;
        this.check = check;
        this.complaints = new RateLimitedLog(log, timers, 5);
        this.user = user;
    }

    /** Both layers know each other: the transport is made with this layer as its receiver, then given here. */
    public void connect(TransportLayer below) {
        transport = below;
    }

    private TransportLayer transport() {
        TransportLayer below = transport;
        if (below == null) {
            throw new IllegalStateException("transaction layer has no transport yet: call connect first");
        }
        return below;
    }

    /** Server transactions that live or linger: for metrics. */
    public int serverTransactions() {
        return servers.size();
    }

    /** Client transactions that live or linger: for metrics. */
    public int clientTransactions() {
        return clients.size();
    }

    // ---- requests of the peer

    @Override
    public void onRequest(SipRequest request, Flow from) {
        TransactionKey key = TransactionKey.ofRequest(request);
        ServerTransaction existing = servers.get(key);
        if (existing != null && !request.method().equals(Method.ACK)) {
            onRetransmission(existing);
            return;
        }
        boolean judged =
                !request.method().equals(Method.ACK) && !request.method().equals(Method.CANCEL);
        if (judged && !isLetIn(request, from)) {
            return;
        }
        switch (check.check(request)) {
            case Verdict.Accept() -> onChecked(request, key, existing, from);
            case Verdict.Drop(String detail) -> complain(detail, from);
            case Verdict.Refuse refusal -> {
                complain(refusal.detail(), from);
                // Without a transaction: a repeated request is refused again (RFC 3261 §8.2.7).
                answerStateless(request.topVia(), refusal.answer(request.headers(), user.statelessTag(request)), from);
            }
        }
    }

    private void onChecked(SipRequest request, TransactionKey key, @Nullable ServerTransaction existing, Flow from) {
        if (request.method().equals(Method.ACK)) {
            onAck(request, existing, from);
        } else if (request.method().equals(Method.CANCEL)) {
            onCancel(request, key, from);
        } else {
            onNewRequest(request, key, from);
        }
    }

    private void complain(String detail, Flow from) {
        counters.refusedMessage();
        complaints.warn("SIP from " + from + " is refused: " + detail);
    }

    /** First of all: whoever is not welcome is not told what was wrong with the request either. */
    private boolean isLetIn(SipRequest request, Flow from) {
        return switch (user.judge(request, from)) {
            case RequestFilter.Verdict.Pass() -> true;
            case RequestFilter.Verdict.Drop() -> false;
            case RequestFilter.Verdict.Refuse(int status, String reason) -> {
                answerStateless(
                        request.topVia(),
                        SipResponse.answering(request, status, reason, user.statelessTag(request)),
                        from);
                yield false;
            }
            case RequestFilter.Verdict.Answer(SipResponse response) -> {
                answerStateless(request.topVia(), response, from);
                yield false;
            }
        };
    }

    private void onAck(SipRequest ack, @Nullable ServerTransaction existing, Flow from) {
        // An ACK in the INVITE's own transaction is for a refusal; some peers acknowledge a 2xx that way, too.
        if (existing instanceof InviteServerTransaction invite && !invite.isAccepted()) {
            invite.onAck();
        } else {
            user.onAck(ack, from);
        }
    }

    private static void onRetransmission(ServerTransaction transaction) {
        switch (transaction) {
            case InviteServerTransaction invite -> invite.onRetransmission();
            case NonInviteServerTransaction other -> other.onRetransmission();
        }
    }

    private void onCancel(SipRequest cancel, TransactionKey key, Flow from) {
        if (!(servers.get(key.withMethod(Method.INVITE)) instanceof InviteServerTransaction invite)) {
            answerStateless(
                    cancel.topVia(),
                    SipResponse.answering(cancel, 481, "Call/Transaction Does Not Exist", user.statelessTag(cancel)),
                    from);
            return;
        }
        var transaction = nonInvite(key, cancel, from, null);
        if (transaction != null) {
            user.onCancel(cancel, transaction, invite, from);
        }
    }

    private void onNewRequest(SipRequest request, TransactionKey key, Flow from) {
        SipResponse atOnce = user.answerAtOnce(request);
        if (atOnce != null) {
            answerStateless(request.topVia(), atOnce, from);
            return;
        }
        MergeKey mergeKey = null;
        boolean merged = false;
        String fromTag = request.fromTag();
        if (request.toTag() == null && fromTag != null) {
            mergeKey = new MergeKey(request.callId(), fromTag, request.cseq().number(), request.method());
            // RFC 3261 §8.2.2.2: the same request by two ways.
            TransactionKey first = mergeable.putIfAbsent(mergeKey, key);
            merged = first != null && !first.equals(key);
        }
        MergeKey forget = merged ? null : mergeKey;
        if (request.method().equals(Method.INVITE)) {
            var transaction = invite(key, request, from, forget);
            if (transaction == null) {
                return;
            }
            if (merged) {
                transaction.respond(loopDetected(request));
            } else {
                user.onInvite(request, transaction, from);
            }
        } else {
            var transaction = nonInvite(key, request, from, forget);
            if (transaction == null) {
                return;
            }
            if (merged) {
                transaction.respond(loopDetected(request));
            } else {
                user.onRequest(request, transaction, from);
            }
        }
    }

    private SipResponse loopDetected(SipRequest request) {
        return SipResponse.answering(request, 482, "Loop Detected", user.statelessTag(request));
    }

    /** A new transaction; null when another thread was first, which makes this request a repeated one. */
    private @Nullable InviteServerTransaction invite(
            TransactionKey key, SipRequest request, Flow from, @Nullable MergeKey mergeKey) {
        var transaction = new InviteServerTransaction(
                key, responseOutlet(request, from), timers, values, counters, ended -> forget(ended, mergeKey));
        return isFirst(transaction) ? transaction : null;
    }

    private @Nullable NonInviteServerTransaction nonInvite(
            TransactionKey key, SipRequest request, Flow from, @Nullable MergeKey mergeKey) {
        var transaction = new NonInviteServerTransaction(
                key, responseOutlet(request, from), timers, values, counters, ended -> forget(ended, mergeKey));
        return isFirst(transaction) ? transaction : null;
    }

    private boolean isFirst(ServerTransaction transaction) {
        ServerTransaction other = servers.putIfAbsent(transaction.key(), transaction);
        if (other != null) {
            onRetransmission(other);
        }
        return other == null;
    }

    private void forget(ServerTransaction transaction, @Nullable MergeKey mergeKey) {
        servers.remove(transaction.key(), transaction);
        if (mergeKey != null) {
            mergeable.remove(mergeKey, transaction.key());
        }
    }

    @Override
    public void onMalformed(SipParseException problem, Flow from) {
        PartialRequest partial = problem.partial();
        if (partial == null || !(check.check(problem) instanceof Verdict.Refuse refusal)) {
            return;
        }
        Via via = topVia(partial, from);
        if (via != null) {
            // The Via goes back as it came: it may be what is malformed.
            answerStateless(via, refusal.answer(partial.headers(), "malformed"), from);
        }
    }

    @Override
    public void onClosed(Flow flow) {
        user.onClosed(flow);
    }

    private static @Nullable Via topVia(PartialRequest partial, Flow from) {
        String value = partial.headers().list("Via").stream().findFirst().orElse("");
        try {
            return Via.parse(value);
        } catch (SipParseException e) {
            log.debug("no answer to {}: its Via cannot be read", from);
            return null;
        }
    }

    /** Answers once, without a transaction (RFC 3261 §8.2.7). */
    public void answerStateless(Via via, SipResponse response, Flow from) {
        try {
            sendStateless(response, transport().responseFlow(via, from));
        } catch (IOException e) {
            log.debug("no way back to {}: {}", from, e.toString());
        }
    }

    /** Sends a message that no transaction follows: the ACK for a 2xx, an answer without state. */
    public void sendStateless(SipMessage message, Flow flow) {
        transport()
                .send(
                        message,
                        message.encode(),
                        flow,
                        e -> log.debug("{} to {} was not sent: {}", message, flow, e.toString()));
    }

    // ---- our requests

    /** Sends an INVITE whose topmost Via has a fresh branch. */
    public InviteClientTransaction sendInvite(SipRequest invite, Flow flow, ClientTransactionUser requester) {
        var transaction = new InviteClientTransaction(
                TransactionKey.ofClient(invite),
                requestOutlet(flow),
                timers,
                values,
                counters,
                requester,
                this::forget);
        clients.put(transaction.key(), transaction);
        transaction.start(invite);
        return transaction;
    }

    /** Sends any request but INVITE and ACK, whose topmost Via has a fresh branch (or, for CANCEL, that of its INVITE). */
    public NonInviteClientTransaction send(SipRequest request, Flow flow, ClientTransactionUser requester) {
        var transaction = new NonInviteClientTransaction(
                TransactionKey.ofClient(request),
                requestOutlet(flow),
                timers,
                values,
                counters,
                requester,
                this::forget);
        clients.put(transaction.key(), transaction);
        transaction.start(request);
        return transaction;
    }

    private void forget(ClientTransaction transaction) {
        clients.remove(transaction.key(), transaction);
    }

    @Override
    public void onResponse(SipResponse response, Flow from) {
        if (check.check(response) instanceof Verdict.Drop(String detail)) {
            complain(detail, from);
            return;
        }
        switch (clients.get(TransactionKey.ofClient(response))) {
            case null -> counters.strayMessage();
            case InviteClientTransaction invite -> invite.onResponse(response);
            case NonInviteClientTransaction other -> other.onResponse(response);
        }
    }

    /** Ends all transactions; who waits for an answer to a request of ours is told that none will come. */
    public void close() {
        var reason = new IOException("the user agent is closed");
        for (ClientTransaction transaction : clients.values()) {
            switch (transaction) {
                case InviteClientTransaction invite -> invite.onTransportError(reason);
                case NonInviteClientTransaction other -> other.onTransportError(reason);
            }
        }
        servers.values().forEach(ServerTransaction::terminate);
    }

    // ---- outlets

    private Outlet requestOutlet(Flow flow) {
        return new RequestOutlet(transport(), flow);
    }

    private Outlet responseOutlet(SipRequest request, Flow arrived) {
        return new ResponseOutlet(transport(), request.topVia(), arrived);
    }

    private record RequestOutlet(TransportLayer transport, Flow flow) implements Outlet {
        @Override
        public boolean reliable() {
            return flow.transport().reliable();
        }

        @Override
        public void send(SipMessage message, byte[] bytes, Consumer<IOException> onFailure) {
            transport.send(message, bytes, flow, onFailure);
        }

        @Override
        public void resend(byte[] bytes, Consumer<IOException> onFailure) {
            transport.resend(bytes, flow, onFailure);
        }
    }

    /** Finds its flow at each send: a connection may have been lost in between. */
    private record ResponseOutlet(TransportLayer transport, Via via, Flow arrived) implements Outlet {
        @Override
        public boolean reliable() {
            return arrived.transport().reliable();
        }

        @Override
        public void send(SipMessage message, byte[] bytes, Consumer<IOException> onFailure) {
            try {
                transport.send(message, bytes, transport.responseFlow(via, arrived), onFailure);
            } catch (IOException e) {
                onFailure.accept(e);
            }
        }

        @Override
        public void resend(byte[] bytes, Consumer<IOException> onFailure) {
            try {
                transport.resend(bytes, transport.responseFlow(via, arrived), onFailure);
            } catch (IOException e) {
                onFailure.accept(e);
            }
        }
    }
}
