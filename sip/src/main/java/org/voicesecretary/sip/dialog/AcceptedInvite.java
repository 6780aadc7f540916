package org.voicesecretary.sip.dialog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transaction.InviteServerTransaction;
import org.voicesecretary.sip.transaction.TimerValues;

/**
 * RFC 3261 §13.3.1.4: our 2xx to an INVITE, repeated over every transport until the ACK comes, since proxies in between may use
 * another one.
 */
public final class AcceptedInvite {

    private final InviteServerTransaction transaction;
    private final Timers timers;
    private final TimerValues values;
    private final long cseq;
    private final byte[] bytes;
    private final Runnable onGivenUp;

    private Duration pause;
    private Timers.@Nullable Timer repeating;
    private Timers.@Nullable Timer givingUp;
    private boolean done;

    /**
     * Starts to repeat; {@code response} itself was sent by the transaction already.
     *
     * @param onGivenUp there was no ACK for 64 × T1
     */
    public AcceptedInvite(
            InviteServerTransaction transaction,
            Timers timers,
            TimerValues values,
            SipResponse response,
            Runnable onGivenUp) {
        this.transaction = transaction;
        this.timers = timers;
        this.values = values;
        this.cseq = response.cseq().number();
        this.bytes = response.encode();
        this.onGivenUp = onGivenUp;
        this.pause = values.t1();
    }

    public synchronized void start() {
        if (!done) {
            repeating = timers.schedule(pause, this::repeat);
            givingUp = timers.schedule(values.timeout(), this::giveUp);
        }
    }

    private synchronized void repeat() {
        if (done) {
            return;
        }
        transaction.repeat2xx(bytes);
        pause = values.doubledUpToT2(pause);
        repeating = timers.schedule(pause, this::repeat);
    }

    private void giveUp() {
        if (stop()) {
            onGivenUp.run();
        }
    }

    /** Whether an ACK with this number is the one that is awaited; the first such call stops the repeating. */
    public boolean acknowledge(long ackCSeq) {
        return ackCSeq == cseq && stop();
    }

    /** False when it had stopped before. */
    public synchronized boolean stop() {
        if (done) {
            return false;
        }
        done = true;
        if (repeating != null) {
            repeating.cancel();
        }
        if (givingUp != null) {
            givingUp.cancel();
        }
        return true;
    }
}
