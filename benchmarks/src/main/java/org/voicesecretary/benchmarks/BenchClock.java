package org.voicesecretary.benchmarks;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The one clock of the benchmarks: monotonic nanoseconds, waiting, and the distance to the wall clock that the kernel stamps with. */
public final class BenchClock {

    /** Monotonic nanoseconds. */
    public long nanos() {
        return System.nanoTime();
    }

    /** What is added to {@link #nanos} to get nanoseconds of the wall clock; ask again now and then, for it may be steered. */
    public long wallOffset() {
        long before = System.nanoTime();
        Instant wall = Instant.now();
        long after = System.nanoTime();
        return TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - (before + (after - before) / 2);
    }

    /** Waits until {@code deadline} by {@link #nanos}, or until the thread is unparked. */
    public void parkUntil(long deadline) {
        long left = deadline - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** Lets {@code millis} pass. */
    public void pass(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - until < 0) {
            parkUntil(until);
        }
    }
}
