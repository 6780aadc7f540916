package org.voicesecretary.sip.time;

import java.time.Duration;

/**
 * Monotonic time and one-shot timers. Transactions, dialogs and transports take it by constructor, so that tests can move time by
 * hand.
 */
public interface Timers {

    /** Monotonic time in nanoseconds; only differences mean anything. */
    long nanoTime();

    /**
     * Runs {@code task} once, not before {@code delay} has passed (zero or less: as soon as possible). The task runs on a thread
     * of the implementation; two tasks may run at the same time. An exception of the task is logged and harms no other timer.
     */
    Timer schedule(Duration delay, Runnable task);

    /** One timer that was scheduled. */
    interface Timer {
        /** Keeps the task from running, if it has not begun; calling it again, or after the task ran, does nothing. */
        void cancel();
    }
}
