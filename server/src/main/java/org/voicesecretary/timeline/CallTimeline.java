package org.voicesecretary.timeline;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    /** Shorter secrets would mask half of every text; such an input is hidden only where it stands by itself. */
    private static final int SHORTEST_SECRET = 3;

    private final CallId call;
    private final Instant start;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final List<TimelineSink> sinks;
    private final List<String> secrets = new CopyOnWriteArrayList<>();
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
    }

    public CallId call() {
        return call;
    }

    /** Adds an event that happened now. A sink that throws is logged and does not disturb the call. */
    public void add(TimelineEvent event) {
        TimelineEvent shown = secrets.isEmpty() ? event : event.masked(this::hideSecrets);
        order.lock();
        try {
            long offset = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
            lastOffset = Math.max(lastOffset, offset);
            var entry = new TimelineEntry(call, ++seq, lastOffset, start.plusMillis(lastOffset), shown);
            for (TimelineSink sink : sinks) {
                tell(sink, entry);
            }
        } finally {
            order.unlock();
        }
    }

    /** From now on these digits are hidden wherever they turn up in a text of this call. */
    public void hide(String digits) {
        if (digits.length() >= SHORTEST_SECRET && !secrets.contains(digits)) {
            secrets.add(digits);
        }
    }

    /** Whether exactly these digits are hidden. */
    public boolean hides(String digits) {
        return secrets.contains(digits);
    }

    private static void tell(TimelineSink sink, TimelineEntry entry) {
        try {
            sink.accept(entry);
        } catch (RuntimeException e) {
            LOG.error("timeline sink {} failed at entry {} of call {}", sink, entry.seq(), entry.call(), e);
        }
    }

    private String hideSecrets(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, Masking.bullets(secret));
        }
        return shown;
    }
}
