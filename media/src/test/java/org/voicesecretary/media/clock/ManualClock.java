package org.voicesecretary.media.clock;

import java.time.Duration;
import java.time.Instant;

/** A clock turned by hand. */
public final class ManualClock implements MediaClock {
    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    private volatile long nanos;

    @Override
    public Instant wallTime() {
        return START.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void parkUntil(long deadlineNanos) {
        throw new IllegalStateException("nobody waits by a clock turned by hand");
    }

    public void advance(Duration by) {
        nanos += by.toNanos();
    }

    public void advanceMicros(long micros) {
        nanos += micros * 1000;
    }
}
