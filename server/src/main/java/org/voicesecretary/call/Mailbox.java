package org.voicesecretary.call;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where a call's signals wait for the one thread that runs the call. Any thread may {@link #post}; only the call's own
 * thread may {@link #await}. Keys are bounded, since a peer can send as many as it likes; all other signals are bounded by
 * what the call itself has started.
 */
public final class Mailbox {
    /** Keys that may wait; further ones are dropped. */
    public static final int MAX_KEYS = 128;

    private static final CallSignal DEADLINE_PASSED = new CallSignal.DeadlinePassed();

    private final CallClock clock;
    private final ArrayDeque<CallSignal> waiting = new ArrayDeque<>(4);
    private volatile @Nullable Thread reader;
    private int keys;
    private long droppedKeys;
    private long playbacks;

    public Mailbox(CallClock clock) {
        this.clock = clock;
    }

    /** Leaves a signal and wakes the call. False if it was a key too many. */
    public boolean post(CallSignal signal) {
        synchronized (waiting) {
            if (isKey(signal) && ++keys > MAX_KEYS) {
                keys--;
                droppedKeys++;
                return false;
            }
            waiting.add(signal);
        }
        Thread thread = reader;
        if (thread != null) {
            clock.unpark(thread);
        }
        return true;
    }

    /**
     * The next signal, or {@link CallSignal.DeadlinePassed} once nothing came until {@code deadlineNanos}. What was posted
     * before the deadline was noticed wins over the deadline.
     */
    public CallSignal await(long deadlineNanos) throws InterruptedException {
        reader = Thread.currentThread();
        while (true) {
            CallSignal signal = poll();
            if (signal != null) {
                return signal;
            }
            if (clock.nanoTime() - deadlineNanos >= 0) {
                return DEADLINE_PASSED;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("the thread of a call was interrupted");
            }
            clock.park(deadlineNanos);
        }
    }

    /** Keys that were dropped because nobody took them. */
    public long droppedKeys() {
        synchronized (waiting) {
            return droppedKeys;
        }
    }

    /** Names one more order to play something: whichever side of the call plays it, no other has its number. */
    public Playback newPlayback() {
        synchronized (waiting) {
            return new Playback(++playbacks);
        }
    }

    private static boolean isKey(CallSignal signal) {
        return signal instanceof CallSignal.DigitPressed || signal instanceof CallSignal.BranchKey;
    }

    private @Nullable CallSignal poll() {
        synchronized (waiting) {
            CallSignal signal = waiting.poll();
            if (signal != null && isKey(signal)) {
                keys--;
            }
            return signal;
        }
    }
}
