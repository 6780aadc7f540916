package org.voicesecretary.sip.dialog;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.RAck;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transaction.InviteServerTransaction;
import org.voicesecretary.sip.transaction.TimerValues;

/** RFC 3262 §3, the side that is called: provisional responses one after the other, each repeated until its PRACK. */
public final class ReliableProvisionals {

    private final InviteServerTransaction transaction;
    private final Timers timers;
    private final TimerValues values;
    private final long inviteCSeq;
    private final Runnable onGivenUp;

    private final ArrayDeque<SipResponse> waiting = new ArrayDeque<>();
    private long rseq;
    private @Nullable SipResponse outstanding;
    private byte[] bytes = {};
    private Duration pause;
    private Timers.@Nullable Timer repeating;
    private Timers.@Nullable Timer givingUp;
    private @Nullable Runnable afterwards;
    private boolean stopped;

    /**
     * @param firstRseq the number before the first RSeq; 0 to 2³¹ − 2
     * @param onGivenUp a response stayed without PRACK for 64 × T1: the INVITE is to be rejected
     */
    public ReliableProvisionals(
            InviteServerTransaction transaction,
            Timers timers,
            TimerValues values,
            long inviteCSeq,
            long firstRseq,
            Runnable onGivenUp) {
        this.transaction = transaction;
        this.timers = timers;
        this.values = values;
        this.inviteCSeq = inviteCSeq;
        this.rseq = firstRseq;
        this.onGivenUp = onGivenUp;
        this.pause = values.t1();
    }

    /** Sends the response with RSeq and Require, at once or after the PRACK for the one before. */
    public synchronized void send(SipResponse response) {
        if (stopped) {
            return;
        }
        waiting.add(response);
        if (outstanding == null) {
            sendNext();
        }
    }

    private void sendNext() {
        SipResponse next = waiting.poll();
        if (next == null) {
            return;
        }
        rseq++;
        SipResponse numbered = next.withHeaders(next.headers().toBuilder()
                .add(HeaderName.REQUIRE, "100rel")
                .add(HeaderName.RSEQ, Long.toString(rseq))
                .build());
        outstanding = numbered;
        bytes = numbered.encode();
        pause = values.t1();
        repeating = timers.schedule(pause, this::repeat);
        givingUp = timers.schedule(values.timeout(), this::giveUp);
        transaction.respond(numbered);
    }

    private synchronized void repeat() {
        if (outstanding == null || stopped) {
            return;
        }
        transaction.repeatProvisional(bytes);
        // RFC 3262 §3: like a 2xx, but without the cap of T2 being demanded; it is kept here.
        pause = values.doubledUpToT2(pause);
        repeating = timers.schedule(pause, this::repeat);
    }

    private void giveUp() {
        synchronized (this) {
            if (outstanding == null || stopped) {
                return;
            }
            stop();
        }
        onGivenUp.run();
    }

    /**
     * A PRACK came.
     *
     * @return the response it acknowledges; null where it fits none, which is answered with 481
     */
    public @Nullable SipResponse acknowledge(RAck rack) {
        SipResponse acknowledged;
        Runnable then = null;
        synchronized (this) {
            if (outstanding == null || !acknowledges(rack)) {
                return null;
            }
            acknowledged = outstanding;
            outstanding = null;
            cancelTimers();
            if (!stopped) {
                sendNext();
            }
            if (outstanding == null) {
                then = afterwards;
                afterwards = null;
            }
        }
        if (then != null) {
            then.run();
        }
        return acknowledged;
    }

    private boolean acknowledges(RAck rack) {
        return rack.rseq() == rseq && rack.cseq() == inviteCSeq && rack.method().equals(Method.INVITE);
    }

    /**
     * Runs {@code answer} now, or after the PRACK for the last response.
     */
    public void whenAcknowledged(Runnable answer) {
        synchronized (this) {
            if (outstanding != null && !stopped) {
                afterwards = answer;
                return;
            }
        }
        answer.run();
    }

    /** A final response was sent, or the call is over: nothing is repeated any more, but a late PRACK still fits. */
    public synchronized void stop() {
        stopped = true;
        afterwards = null;
        waiting.clear();
        cancelTimers();
    }

    private void cancelTimers() {
        if (repeating != null) {
            repeating.cancel();
            repeating = null;
        }
        if (givingUp != null) {
            givingUp.cancel();
            givingUp = null;
        }
    }
}
