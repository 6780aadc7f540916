package org.voicesecretary.sip.transport;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.voicesecretary.sip.time.Timers;

/** A log for what strangers can provoke: some lines a second at most, then only a count of what was left out. */
public final class RateLimitedLog {

    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final Logger log;
    private final Timers timers;
    private final int linesPerSecond;
    private final AtomicLong windowStart;
    private final AtomicLong lines = new AtomicLong();

    public RateLimitedLog(Logger log, Timers timers, int linesPerSecond) {
        this.log = log;
        this.timers = timers;
        this.linesPerSecond = linesPerSecond;
        this.windowStart = new AtomicLong(timers.nanoTime());
    }

    /** One line about what a peer did wrong. */
    public void warn(String line) {
        if (admitted()) {
            log.warn("{}", line);
        }
    }

    /** A bug of ours that a message provoked, with its stack. */
    public void error(String line, Throwable cause) {
        if (admitted()) {
            log.error("{}", line, cause);
        }
    }

    private boolean admitted() {
        long now = timers.nanoTime();
        long start = windowStart.get();
        if (now - start >= WINDOW_NANOS && windowStart.compareAndSet(start, now)) {
            long left = lines.getAndSet(0) - linesPerSecond;
            if (left > 0) {
                log.warn("{} more such lines were left out", left);
            }
        }
        return lines.incrementAndGet() <= linesPerSecond;
    }
}
