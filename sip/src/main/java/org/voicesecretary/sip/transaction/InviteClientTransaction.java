package org.voicesecretary.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transport.SipCounters;

/**
 * RFC 3261 §17.1.1 with the Accepted state of RFC 6026 §7.2.
 *
 * <pre>
 *   Calling ──1xx──► Proceeding ──2xx──► Accepted ──timer M──► Terminated
 *      ├───────2xx──────────┼───────────────►                      ▲
 *      └────300–699─────────┴─300–699──► Completed ──timer D───────┤
 *      └── timer B, transport error ───────────────────────────────┘
 * </pre>
 *
 * It acknowledges final responses other than 2xx itself; a 2xx is acknowledged by the dialog.
 */
public final class InviteClientTransaction implements ClientTransaction {

    enum State {
        CALLING,
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        TERMINATED
    }

    private final TransactionKey key;
    private final Outlet outlet;
    private final Timers timers;
    private final TimerValues values;
    private final SipCounters counters;
    private final ClientTransactionUser user;
    private final Consumer<InviteClientTransaction> onTerminated;

    private State state = State.CALLING;
    private @Nullable SipRequest invite;
    private byte @Nullable [] inviteBytes;
    private byte @Nullable [] ackBytes;
    private Duration a;
    private Timers.@Nullable Timer retransmission;
    private Timers.@Nullable Timer end;

    InviteClientTransaction(
            TransactionKey key,
            Outlet outlet,
            Timers timers,
            TimerValues values,
            SipCounters counters,
            ClientTransactionUser user,
            Consumer<InviteClientTransaction> onTerminated) {
        this.key = key;
        this.outlet = outlet;
        this.timers = timers;
        this.values = values;
        this.counters = counters;
        this.user = user;
        this.onTerminated = onTerminated;
        this.a = values.t1();
    }

    @Override
    public TransactionKey key() {
        return key;
    }

    synchronized void start(SipRequest message) {
        byte[] bytes = message.encode();
        invite = message;
        inviteBytes = bytes;
        end = timers.schedule(values.timeout(), this::onTimerB);
        if (!outlet.reliable()) {
            retransmission = timers.schedule(a, this::onTimerA);
        }
        outlet.send(message, bytes, this::onTransportError);
    }

    void onResponse(SipResponse response) {
        if (step(response)) {
            user.onResponse(response);
        }
    }

    /** Whether the response is news for the user. */
    private synchronized boolean step(SipResponse response) {
        int status = response.status();
        return switch (state) {
            case CALLING, PROCEEDING -> {
                if (status < 200) {
                    proceed();
                } else if (status < 300) {
                    accept();
                } else {
                    complete(response);
                }
                yield true;
            }
            // RFC 6026 §7.2: each 2xx goes up, repeated ones and those of other branches of a fork alike.
            case ACCEPTED -> status >= 200 && status < 300;
            case COMPLETED -> {
                byte[] ack = ackBytes;
                if (status >= 300 && ack != null) {
                    counters.retransmissionAbsorbed();
                    outlet.resend(ack, this::onTransportError);
                }
                yield false;
            }
            case TERMINATED -> false;
        };
    }

    private void proceed() {
        if (state == State.CALLING) {
            state = State.PROCEEDING;
            inviteBytes = null;
            // Timers A and B end with the first provisional; how long it may ring is the caller's own decision.
            cancelTimers();
        }
    }

    private void accept() {
        state = State.ACCEPTED;
        invite = null;
        inviteBytes = null;
        cancelTimers();
        // Timer M.
        end = timers.schedule(values.timeout(), this::terminate);
    }

    private void complete(SipResponse response) {
        state = State.COMPLETED;
        cancelTimers();
        SipRequest original = invite;
        if (original != null) {
            SipRequest ack = FollowUpRequests.ackOf(original, response);
            byte[] bytes = ack.encode();
            ackBytes = bytes;
            outlet.send(ack, bytes, this::onTransportError);
        }
        invite = null;
        inviteBytes = null;
        // Timer D; zero over a reliable transport.
        if (outlet.reliable()) {
            terminate();
        } else {
            end = timers.schedule(values.d(), this::terminate);
        }
    }

    private synchronized void onTimerA() {
        byte[] bytes = inviteBytes;
        if (state != State.CALLING || bytes == null) {
            return;
        }
        counters.retransmissionSent();
        outlet.resend(bytes, this::onTransportError);
        // RFC 3261 §17.1.1.2: doubled each time, without the cap of T2.
        a = a.multipliedBy(2);
        retransmission = timers.schedule(a, this::onTimerA);
    }

    private void onTimerB() {
        if (failed(State.CALLING)) {
            counters.transactionTimeout();
            user.onTimeout();
        }
    }

    void onTransportError(IOException cause) {
        // Off the caller's stack: it may hold a lock that the user wants.
        timers.schedule(Duration.ZERO, () -> {
            if (failed(State.CALLING) || failed(State.PROCEEDING)) {
                user.onTransportError(cause);
            }
        });
    }

    private synchronized boolean failed(State during) {
        if (state != during) {
            return false;
        }
        terminate();
        return true;
    }

    /** Whether a provisional response has come and no final one: only then may a CANCEL go out (RFC 3261 §9.1). */
    public synchronized boolean isProceeding() {
        return state == State.PROCEEDING;
    }

    @Override
    public synchronized void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            invite = null;
            inviteBytes = null;
            ackBytes = null;
            cancelTimers();
            onTerminated.accept(this);
        }
    }

    private void cancelTimers() {
        if (retransmission != null) {
            retransmission.cancel();
            retransmission = null;
        }
        if (end != null) {
            end.cancel();
            end = null;
        }
    }

    synchronized State state() {
        return state;
    }
}
