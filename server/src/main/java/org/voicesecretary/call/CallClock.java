package org.voicesecretary.call;

import java.time.Instant;

/**
 * Time and waiting as a call knows them. There is one real clock and one simulated one: a call behaves the same under
 * both, so every timeout can be tested to the millisecond without waiting for it.
 */
public interface CallClock {
    /** Monotonic nanoseconds; compare differences only. */
    long nanoTime();

    /** Wall clock. */
    Instant now();

    /** Waits until {@link #unpark}, until {@code deadlineNanos} on {@link #nanoTime}, or less: callers look again. */
    void park(long deadlineNanos);

    /** Ends the current or the next {@link #park} of that thread. */
    void unpark(Thread thread);

    /** Runs {@code work} beside the call on a thread of its own, then {@code done}. */
    void background(Runnable work, Runnable done);
}
