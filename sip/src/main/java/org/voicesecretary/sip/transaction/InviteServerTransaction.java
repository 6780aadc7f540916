package org.voicesecretary.sip.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transport.SipCounters;

/**
 * RFC 3261 §17.2.1 with the Accepted state of RFC 6026 §7.1.
 *
 * <pre>
 *   Proceeding ──2xx──► Accepted ──timer L──────────────► Terminated
 *        └──300–699──► Completed ──ACK──► Confirmed ──I──►    ▲
 *                          └───────────timer H────────────────┘
 * </pre>
 *
 * The 2xx itself is repeated by the dialog that made it, through {@link #repeat2xx}: only it sees the ACK.
 */
public final class InviteServerTransaction implements ServerTransaction {

    enum State {
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        CONFIRMED,
        TERMINATED
    }

    private final TransactionKey key;
    private final Outlet outlet;
    private final Timers timers;
    private final TimerValues values;
    private final SipCounters counters;
    private final Consumer<InviteServerTransaction> onTerminated;

    private State state = State.PROCEEDING;
    private byte @Nullable [] lastResponse;
    private Duration g;
    private Timers.@Nullable Timer retransmission;
    private Timers.@Nullable Timer end;

    InviteServerTransaction(
            TransactionKey key,
            Outlet outlet,
            Timers timers,
            TimerValues values,
            SipCounters counters,
            Consumer<InviteServerTransaction> onTerminated) {
        this.key = key;
        this.outlet = outlet;
        this.timers = timers;
        this.values = values;
        this.counters = counters;
        this.onTerminated = onTerminated;
        this.g = values.t1();
    }

    @Override
    public TransactionKey key() {
        return key;
    }

    @Override
    public synchronized boolean respond(SipResponse response) {
        if (state != State.PROCEEDING) {
            return false;
        }
        byte[] bytes = response.encode();
        int status = response.status();
        if (status < 200) {
            lastResponse = bytes;
        } else if (status < 300) {
            accept();
        } else {
            complete(bytes);
        }
        outlet.send(response, bytes, this::onTransportError);
        return true;
    }

    /** Sends a 2xx again that was sent by {@link #respond}; nothing happens once timer L has fired. */
    public synchronized void repeat2xx(byte[] bytes) {
        if (state == State.ACCEPTED) {
            counters.retransmissionSent();
            outlet.resend(bytes, this::onTransportError);
        }
    }

    /** Sends a reliable provisional response again (RFC 3262 §3); nothing happens once a final response was sent. */
    public synchronized void repeatProvisional(byte[] bytes) {
        if (state == State.PROCEEDING) {
            counters.retransmissionSent();
            outlet.resend(bytes, this::onTransportError);
        }
    }

    /** Whether no final response was sent yet. */
    public synchronized boolean isProceeding() {
        return state == State.PROCEEDING;
    }

    synchronized boolean isAccepted() {
        return state == State.ACCEPTED;
    }

    /** The INVITE came again. */
    synchronized void onRetransmission() {
        counters.retransmissionAbsorbed();
        switch (state) {
            case PROCEEDING, COMPLETED -> {
                if (lastResponse != null) {
                    outlet.resend(lastResponse, this::onTransportError);
                }
            }
            // RFC 6026 §7.1: absorbed; the 2xx is repeated by the TU until the ACK.
            case ACCEPTED, CONFIRMED, TERMINATED -> {}
        }
    }

    /** An ACK that belongs to this transaction: the one for a final response other than 2xx. */
    synchronized void onAck() {
        if (state != State.COMPLETED) {
            return;
        }
        state = State.CONFIRMED;
        lastResponse = null;
        cancelTimers();
        // Timer I: absorb further ACKs; zero over a reliable transport.
        if (outlet.reliable()) {
            terminate();
        } else {
            end = timers.schedule(values.t4(), this::terminate);
        }
    }

    private void accept() {
        state = State.ACCEPTED;
        lastResponse = null;
        // RFC 6026 §7.1: timer L, on every transport.
        end = timers.schedule(values.timeout(), this::terminate);
    }

    private void complete(byte[] bytes) {
        state = State.COMPLETED;
        lastResponse = bytes;
        // Timer G only over unreliable transports, timer H always.
        if (!outlet.reliable()) {
            retransmission = timers.schedule(g, this::onTimerG);
        }
        end = timers.schedule(values.timeout(), this::onTimerH);
    }

    private synchronized void onTimerG() {
        if (state != State.COMPLETED || lastResponse == null) {
            return;
        }
        counters.retransmissionSent();
        outlet.resend(lastResponse, this::onTransportError);
        g = values.doubledUpToT2(g);
        retransmission = timers.schedule(g, this::onTimerG);
    }

    private synchronized void onTimerH() {
        if (state == State.COMPLETED) {
            counters.transactionTimeout();
            terminate();
        }
    }

    private void onTransportError(IOException e) {
        // RFC 6026 §7.1: stay in Accepted, the peer may reach us by another INVITE; else the transaction is of no more
        // use.
        synchronized (this) {
            if (state == State.COMPLETED) {
                terminate();
            }
        }
    }

    @Override
    public synchronized void terminate() {
        if (state == State.TERMINATED) {
            return;
        }
        state = State.TERMINATED;
        lastResponse = null;
        cancelTimers();
        onTerminated.accept(this);
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
