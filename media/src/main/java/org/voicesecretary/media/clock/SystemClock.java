package org.voicesecretary.media.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's monotonic clock. */
public final class SystemClock implements MediaClock {
    private final long spinNanos;

    /** A clock that only parks: late by the timer slack of the kernel (about 60 µs on Linux), and free for others meanwhile. */
    public SystemClock() {
        this(Duration.ZERO);
    }

    /**
     * A clock that spins through the last moments of each wait.
     *
     * @param spin how long before a deadline parking turns to spinning; buys punctuality with a busy core, so zero unless measured
     */
    public SystemClock(Duration spin) {
        this.spinNanos = spin.toNanos();
    }

    @Override
    public Instant wallTime() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void parkUntil(long deadlineNanos) {
        long wait = deadlineNanos - System.nanoTime() - spinNanos;
        if (wait > 0) {
            LockSupport.parkNanos(this, wait);
        }
        if (spinNanos > 0) {
            long left = deadlineNanos - System.nanoTime();
            while (left > 0 && left <= spinNanos) {
                Thread.onSpinWait();
                left = deadlineNanos - System.nanoTime();
            }
        }
    }
}
