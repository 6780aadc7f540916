package org.voicesecretary.timeline;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ordered record of one call. Any thread may add; entries reach every sink in one order. Nothing is kept here, so a
 * long call costs no memory.
 */
public final class CallTimeline {
    private static final Logger LOG = LoggerFactory.getLogger(CallTimeline.class);

    private final CallId call;
    private final Instant start;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final List<TimelineSink> sinks;
    private final Secrets secrets = new Secrets();
    private final PeerQuota quota;
    private final ReentrantLock order = new ReentrantLock();
    private int seq;
    private long lastOffset;

    /**
     * @param start wall clock of the call's start
     * @param nanoTime the call's clock; offsets count from its value now
     */
    public CallTimeline(CallId call, Instant start, LongSupplier nanoTime, List<TimelineSink> sinks) {
        this.call = call;
        this.start = start;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.sinks = List.copyOf(sinks);
        this.quota = new PeerQuota(startNanos);
    }

    public CallId call() {
        return call;
    }

    /**
     * Adds an event that happened now. A sink that throws is logged and does not disturb the call. Of keys and SIP messages
     * only so many are written, however many the other side sends.
     */
    public void add(TimelineEvent event) {
        TimelineEvent shown = masked(event);
        order.lock();
        try {
            long now = nanoTime.getAsLong();
            if (ofThePeer(event)) {
                if (!quota.takes(now)) {
                    if (quota.refused() == 1) {
                        write(
                                now,
                                new TimelineEvent.Note(
                                        "more keys or SIP messages than anybody needs: from here on only "
                                                + PeerQuota.PER_SECOND + " a second are shown, and " + PeerQuota.IN_ALL
                                                + " in all"));
                    }
                    return;
                }
            } else if (event instanceof TimelineEvent.Ended && quota.refused() > 0) {
                write(now, new TimelineEvent.Note(quota.refused() + " keys and SIP messages are left out"));
            }
            write(now, shown);
        } finally {
            order.unlock();
        }
    }

    private static boolean ofThePeer(TimelineEvent event) {
        return event instanceof TimelineEvent.KeyPressed || event instanceof TimelineEvent.SipMessage;
    }

    private void write(long now, TimelineEvent event) {
        lastOffset = Math.max(lastOffset, TimeUnit.NANOSECONDS.toMillis(now - startNanos));
        var entry = new TimelineEntry(call, ++seq, lastOffset, start.plusMillis(lastOffset), event);
        for (TimelineSink sink : sinks) {
            tell(sink, entry);
        }
    }

    /** From now on these keys are hidden wherever they turn up in a text of this call. */
    public void hide(String keys) {
        secrets.add(keys);
    }

    /** Whether the script is asked with an input that is hidden: what it replies may be that input in any form. */
    public void mayEcho(boolean echo) {
        secrets.echoing(echo);
    }

    /** Whether anything of this call is hidden. */
    public boolean hasSecrets() {
        return !secrets.areNone();
    }

    /** Whether a number that is read out must not be shown in words either. */
    public boolean hides(String number) {
        return secrets.contains(number);
    }

    private TimelineEvent masked(TimelineEvent event) {
        if (secrets.areNone()) {
            return event;
        }
        // Our own question hides its digits by itself; other numbers in it stay readable.
        boolean ofTheScript = !(event instanceof TimelineEvent.WebhookRequest);
        return event.masked(text -> secrets.mask(text, ofTheScript));
    }

    private static void tell(TimelineSink sink, TimelineEntry entry) {
        try {
            sink.accept(entry);
        } catch (RuntimeException e) {
            LOG.error("timeline sink {} failed at entry {} of call {}", sink, entry.seq(), entry.call(), e);
        }
    }
}
