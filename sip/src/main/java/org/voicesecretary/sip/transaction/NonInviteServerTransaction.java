package org.voicesecretary.sip.transaction;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transport.SipCounters;

/**
 * RFC 3261 §17.2.2.
 *
 * <pre>
 *   Trying ──1xx──► Proceeding ──200–699──► Completed ──timer J──► Terminated
 *      └──────────────200–699──────────────────►
 * </pre>
 */
public final class NonInviteServerTransaction implements ServerTransaction {

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
    private final Consumer<NonInviteServerTransaction> onTerminated;

    private State state = State.TRYING;
    private byte @Nullable [] lastResponse;

    NonInviteServerTransaction(
            TransactionKey key,
            Outlet outlet,
            Timers timers,
            TimerValues values,
            SipCounters counters,
            Consumer<NonInviteServerTransaction> onTerminated) {
        this.key = key;
        this.outlet = outlet;
        this.timers = timers;
        this.values = values;
        this.counters = counters;
        this.onTerminated = onTerminated;
    }

    @Override
    public TransactionKey key() {
        return key;
    }

    @Override
    public synchronized boolean respond(SipResponse response) {
        if (state == State.COMPLETED || state == State.TERMINATED) {
            return false;
        }
        byte[] bytes = response.encode();
        if (response.status() < 200) {
            state = State.PROCEEDING;
            lastResponse = bytes;
        } else if (outlet.reliable()) {
            // Timer J is zero over a reliable transport.
            terminate();
        } else {
            state = State.COMPLETED;
            lastResponse = bytes;
            timers.schedule(values.timeout(), this::terminate);
        }
        outlet.send(response, bytes, this::onTransportError);
        return true;
    }

    /** The request came again. */
    synchronized void onRetransmission() {
        counters.retransmissionAbsorbed();
        // In Trying there is nothing to repeat: RFC 3261 §17.2.2 drops the request.
        if (lastResponse != null) {
            outlet.resend(lastResponse, this::onTransportError);
        }
    }

    private void onTransportError(IOException e) {
        terminate();
    }

    @Override
    public synchronized void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            lastResponse = null;
            onTerminated.accept(this);
        }
    }

    synchronized State state() {
        return state;
    }
}
