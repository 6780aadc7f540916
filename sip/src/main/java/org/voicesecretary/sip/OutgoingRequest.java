package org.voicesecretary.sip;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Reason;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transaction.ClientTransactionUser;
import org.voicesecretary.sip.transaction.FollowUpRequests;
import org.voicesecretary.sip.transaction.InviteClientTransaction;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Hop;
import org.voicesecretary.sip.transport.Transport;

/**
 * One request of ours with all that may take more than one try: the next address (RFC 3263 §4.3), TCP for what is too large for UDP
 * and back (RFC 3261 §18.1.1), credentials, and what its maker can adapt.
 */
final class OutgoingRequest implements ClientTransactionUser {

    /** RFC 3261 §18.1.1: requests over this size must not go by UDP where the path MTU is unknown. */
    private static final int LARGEST_FOR_UDP = 1_300;

    /** One of the proxy, one of the server, and each again for a nonce that ran out. */
    private static final int MAX_CHALLENGES = 4;

    /** Who makes the request and gets what comes of it. */
    interface Maker {
        /** The request for the next try, without Via and credentials, its CSeq one more than before. */
        SipRequest make(Flow flow);

        /** Whether another try makes sense after this refusal, and the next {@link #make} will differ. */
        default boolean adapt(SipResponse refusal) {
            return false;
        }

        default void onProvisional(SipResponse response) {}

        /** A final response; for INVITE each 2xx. */
        void onFinal(SipResponse response);

        void onNoAnswer(String why);
    }

    /** One address to try: a flow that stands already, or a hop. */
    private sealed interface Way {
        record Standing(Flow flow) implements Way {}

        record To(Hop hop) implements Way {}
    }

    private final Agent agent;
    private final Maker maker;
    private final Authorizer authorizer;
    private final ArrayDeque<Way> ways = new ArrayDeque<>();
    private @Nullable Way way;
    private boolean udpAfterAll;
    /** Where to go when the flow that stands turns out to be dead. */
    private @Nullable SipUri fallback;

    private @Nullable SipRequest sent;
    private @Nullable Flow flow;
    private @Nullable InviteClientTransaction inviteTransaction;
    private boolean cancelSent;
    private int challenges;

    OutgoingRequest(Agent agent, Authorizer authorizer, Maker maker) {
        this.agent = agent;
        this.authorizer = authorizer;
        this.maker = maker;
    }

    /** Sends by a flow that stands. */
    void sendBy(Flow standing) {
        ways.add(new Way.Standing(standing));
        next("nothing was tried");
    }

    /** Sends to where {@code destination} says. */
    void sendTo(Destination destination) {
        Flow standing = destination.flow();
        if (destination.isLost()) {
            maker.onNoAnswer("430 Flow Failed: the connection to " + destination.target() + " is closed");
        } else if (standing != null && standing.isOpen()) {
            synchronized (this) {
                fallback = destination.flowOnly() ? null : destination.first();
            }
            sendBy(standing);
        } else {
            sendTo(destination.first());
        }
    }

    /** Sends to where {@code uri} leads; asks DNS on another thread where it must. */
    void sendTo(SipUri uri) {
        if (Agent.resolvesAtOnce(uri)) {
            resolveAndSend(uri);
        } else {
            agent.execute(() -> resolveAndSend(uri));
        }
    }

    private void resolveAndSend(SipUri uri) {
        List<Hop> hops;
        try {
            hops = agent.resolve(uri);
        } catch (IOException e) {
            maker.onNoAnswer(uri + " cannot be reached: " + e.getMessage());
            return;
        }
        hops.forEach(hop -> ways.add(new Way.To(hop)));
        next("nothing was tried");
    }

    private void next(String whyNot) {
        String why = whyNot;
        while (true) {
            Way candidate;
            synchronized (this) {
                candidate = ways.poll();
                way = candidate;
            }
            if (candidate == null) {
                giveUp(why);
                return;
            }
            try {
                attempt(candidate);
                return;
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
        }
    }

    private void giveUp(String why) {
        SipUri other;
        synchronized (this) {
            other = cancelSent ? null : fallback;
            fallback = null;
        }
        if (other == null) {
            maker.onNoAnswer(why);
        } else {
            sendTo(other);
        }
    }

    private synchronized void attempt(Way candidate) throws IOException {
        Flow by = open(candidate);
        SipRequest request = authorizer.authorize(maker.make(by));
        // A flow that stands is taken as it is: behind a NAT there is no other way.
        boolean free = candidate instanceof Way.To && by.transport() == Transport.UDP;
        if (free && !udpAfterAll && isTooLargeForUdp(request)) {
            Flow tcp = tcpInstead(by);
            if (tcp != null) {
                // RFC 3261 §18.1.1: where TCP turns out to be closed, UDP after all.
                ways.addFirst(new Way.Standing(by));
                udpAfterAll = true;
                way = new Way.Standing(tcp);
                request = moveContact(request, tcp);
                by = tcp;
            }
        }
        SipRequest complete = agent.withVia(request, by);
        sent = complete;
        flow = by;
        if (complete.method().equals(Method.INVITE)) {
            inviteTransaction = agent.transactions().sendInvite(complete, by, this);
        } else {
            agent.transactions().send(complete, by, this);
        }
    }

    private Flow open(Way candidate) throws IOException {
        return switch (candidate) {
            case Way.Standing(Flow standing) -> {
                if (!standing.isOpen()) {
                    throw new IOException("connection " + standing + " is closed");
                }
                yield standing;
            }
            case Way.To(Hop hop) -> agent.transport().flowTo(hop);
        };
    }

    private @Nullable Flow tcpInstead(Flow udp) {
        if (!agent.transport().listensOnTcp()) {
            return null;
        }
        try {
            return agent.transport().flowTo(new Hop(Transport.TCP, udp.remote()));
        } catch (IOException e) {
            return null;
        }
    }

    private SipRequest moveContact(SipRequest request, Flow to) {
        return request.headers().has(HeaderName.CONTACT)
                ? request.with(
                        HeaderName.CONTACT, NameAddr.of(agent.contact(to)).text())
                : request;
    }

    private static boolean isTooLargeForUdp(SipRequest request) {
        Headers headers = request.headers();
        // The Via, of some 110 bytes, is still to come.
        int size = request.body().length + request.uri().text().length() + 150;
        for (int i = 0; i < headers.size(); i++) {
            size += headers.name(i).length() + headers.value(i).length() + 4;
        }
        return size > LARGEST_FOR_UDP;
    }

    @Override
    public void onResponse(SipResponse response) {
        int status = response.status();
        if (status < 200) {
            maker.onProvisional(response);
        } else if (status < 300) {
            maker.onFinal(response);
        } else if (isWorthAnotherTry(response)) {
            again();
        } else if (status == 503 && hasMoreWays()) {
            // RFC 3263 §4.3
            next("503 " + response.reason());
        } else {
            maker.onFinal(response);
        }
    }

    private boolean isWorthAnotherTry(SipResponse response) {
        synchronized (this) {
            if (cancelSent) {
                return false;
            }
            SipRequest request = sent;
            if ((response.status() == 401 || response.status() == 407) && request != null) {
                // A server that never has enough must not keep us busy.
                return ++challenges <= MAX_CHALLENGES && authorizer.learn(response, request);
            }
        }
        return maker.adapt(response);
    }

    private synchronized boolean hasMoreWays() {
        return !ways.isEmpty() && !cancelSent;
    }

    private void again() {
        Way same;
        synchronized (this) {
            same = way;
            if (same != null) {
                ways.addFirst(same);
            }
        }
        next("no way is left");
    }

    @Override
    public void onTimeout() {
        next("no answer within " + agent.config().timerValues().timeout().toMillis() + " ms");
    }

    @Override
    public void onTransportError(IOException cause) {
        next(String.valueOf(cause.getMessage()));
    }

    /** The request of the last try, with Via and credentials; null before the first. */
    synchronized @Nullable SipRequest sent() {
        return sent;
    }

    synchronized @Nullable Flow flow() {
        return flow;
    }

    /**
     * Sends a CANCEL, once, if a provisional response has come (RFC 3261 §9.1).
     *
     * @param reason why (RFC 3326); null: not told
     * @param onUnanswered the peer never said anything final; the INVITE is over
     * @return false where it is too early or too late for one
     */
    synchronized boolean cancel(@Nullable Reason reason, Consumer<String> onUnanswered) {
        InviteClientTransaction transaction = inviteTransaction;
        SipRequest invite = sent;
        Flow by = flow;
        if (cancelSent || transaction == null || invite == null || by == null || !transaction.isProceeding()) {
            return false;
        }
        cancelSent = true;
        SipRequest cancel = FollowUpRequests.cancelOf(invite);
        agent.transactions()
                .send(
                        reason == null ? cancel : cancel.with(HeaderName.REASON, reason.text()),
                        by,
                        Indifferent.INSTANCE);
        // RFC 3261 §9.1: without a final response within 64 × T1 the transaction is taken as cancelled.
        agent.timers().schedule(agent.config().timerValues().timeout(), () -> {
            if (transaction.isProceeding()) {
                transaction.terminate();
                onUnanswered.accept("the peer did not answer the CANCEL");
            }
        });
        return true;
    }

    /** Nobody waits for what comes back. */
    enum Indifferent implements ClientTransactionUser {
        INSTANCE;

        @Override
        public void onResponse(SipResponse response) {}

        @Override
        public void onTimeout() {}

        @Override
        public void onTransportError(IOException cause) {}
    }
}
