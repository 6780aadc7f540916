package org.voicesecretary.observe;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A log for what callers can provoke as often as they like: so many lines in a while, then only how many were left out. In a flood, a line for
 * each call would cost more than its refusal.
 */
public final class SparseLog {
    private final int lines;
    private final long whileNanos;
    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private long since;
    private int written;
    private long leftOut;

    /** @param lines that are written in each {@code during} */
    public SparseLog(int lines, Duration during, LongSupplier nanoTime, Consumer<String> log) {
        this.lines = lines;
        this.whileNanos = during.toNanos();
        this.nanoTime = nanoTime;
        this.log = log;
        this.since = nanoTime.getAsLong();
    }

    public synchronized void add(String line) {
        long now = nanoTime.getAsLong();
        if (now - since >= whileNanos) {
            since = now;
            written = 0;
        }
        if (written >= lines) {
            leftOut++;
            return;
        }
        written++;
        log.accept(leftOut == 0 ? line : line + " (" + leftOut + " lines before it were left out)");
        leftOut = 0;
    }
}
