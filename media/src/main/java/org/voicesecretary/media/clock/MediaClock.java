package org.voicesecretary.media.clock;

import java.time.Instant;

/**
 * The time of the media path: monotonic nanoseconds and a way to wait for one of them. A port, so that pacing is tested by turning the
 * clock by hand.
 */
public interface MediaClock {

    /** The time of day, for RTCP, whose reports carry it. */
    Instant wallTime();

    /** Monotonic time in nanoseconds; only differences mean something. */
    long nanos();

    /**
     * Waits until {@code deadlineNanos}; returns early where the thread is unparked, so that callers look at the clock again.
     *
     * @param deadlineNanos a time as told by {@link #nanos()}
     */
    void parkUntil(long deadlineNanos);
}
