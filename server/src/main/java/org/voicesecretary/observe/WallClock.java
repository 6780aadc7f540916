package org.voicesecretary.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Whether the wall clock went as fast as time since this was made: somebody may have set it, or the machine was asleep. */
public final class WallClock {
    /** Clocks that are kept right are pulled by less. */
    private static final Duration JUMP = Duration.ofSeconds(60);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Instant began;
    private final long beganNanos;

    /** @param nanos monotonic */
    public WallClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.began = wall.instant();
        this.beganNanos = nanos.getAsLong();
    }

    /** What is wrong, for people; empty = nothing. */
    public Optional<String> trouble() {
        Duration shown = Duration.between(began, wall.instant());
        Duration passed = Duration.ofNanos(nanos.getAsLong() - beganNanos);
        Duration jump = shown.minus(passed);
        if (jump.abs().compareTo(JUMP) < 0) {
            return Optional.empty();
        }
        return Optional.of(
                "the clock was set " + (jump.isNegative() ? "back" : "forward") + " by "
                        + jump.abs().toSeconds() + " s since this server started (" + began
                        + "): times of calls before and after do not fit together; have the clock kept by a time service, then restart");
    }
}
