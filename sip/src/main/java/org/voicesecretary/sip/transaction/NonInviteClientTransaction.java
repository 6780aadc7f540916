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
 * RFC 3261 §17.1.2.
 *
 * <pre>
 *   Trying ──1xx──► Proceeding ──200–699──► Completed ──timer K──► Terminated
 *      └──────────────200–699──────────────────►                     ▲
 *      └─────────── timer F, transport error ────────────────────────┘
 * </pre>
 */
public final class NonInviteClientTransaction implements ClientTransaction {

    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private final TransactionKey key;
    private final Outlet outlet;
    private final Timers timers;
    private final TimerValues values;
    private final SipCounters counters;
    private final ClientTransactionUser user;
    private final Consumer<NonInviteClientTransaction> onTerminated;

    private State state = State.TRYING;
    private byte @Nullable [] request;
    private Duration e;
    private Timers.@Nullable Timer retransmission;
    private Timers.@Nullable Timer end;

    NonInviteClientTransaction(
            TransactionKey key,
            Outlet outlet,
            Timers timers,
            TimerValues values,
            SipCounters counters,
            ClientTransactionUser user,
            Consumer<NonInviteClientTransaction> onTerminated) {
        this.key = key;
        this.outlet = outlet;
        this.timers = timers;
        this.values = values;
        this.counters = counters;
        this.user = user;
        this.onTerminated = onTerminated;
        this.e = values.t1();
    }

    @Override
    public TransactionKey key() {
        return key;
    }

    synchronized void start(SipRequest message) {
        byte[] bytes = message.encode();
        request = bytes;
        end = timers.schedule(values.timeout(), this::onTimerF);
        if (!outlet.reliable()) {
            retransmission = timers.schedule(e, this::onTimerE);
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
        return switch (state) {
            case TRYING, PROCEEDING -> {
                if (response.status() < 200) {
                    state = State.PROCEEDING;
                } else {
                    complete();
                }
                yield true;
            }
            case COMPLETED -> {
                counters.retransmissionAbsorbed();
                yield false;
            }
            case TERMINATED -> false;
        };
    }

    private void complete() {
        state = State.COMPLETED;
        request = null;
        cancelTimers();
        // Timer K: T4 to absorb repeated responses; zero over a reliable transport.
        if (outlet.reliable()) {
            terminate();
        } else {
            end = timers.schedule(values.t4(), this::terminate);
        }
    }

    private synchronized void onTimerE() {
        byte[] bytes = request;
        if (bytes == null || (state != State.TRYING && state != State.PROCEEDING)) {
            return;
        }
        counters.retransmissionSent();
        outlet.resend(bytes, this::onTransportError);
        // RFC 3261 §17.1.2.2: in Proceeding always T2.
        e = state == State.PROCEEDING ? values.t2() : values.doubledUpToT2(e);
        retransmission = timers.schedule(e, this::onTimerE);
    }

    private void onTimerF() {
        if (failed()) {
            counters.transactionTimeout();
            user.onTimeout();
        }
    }

    void onTransportError(IOException cause) {
        // Off the caller's stack: it may hold a lock that the user wants.
        timers.schedule(Duration.ZERO, () -> {
            if (failed()) {
                user.onTransportError(cause);
            }
        });
    }

    private synchronized boolean failed() {
        if (state != State.TRYING && state != State.PROCEEDING) {
            return false;
        }
        terminate();
        return true;
    }

    @Override
    public synchronized void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            request = null;
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
