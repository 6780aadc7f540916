package org.voicesecretary.media.clock;

import java.time.Duration;

/**
 * How time is cut.
 *
 * @param frame the length of a frame, 20 ms
 * @param slots in how many slots a frame is cut; also how often per frame arrived packets are taken in
 * @param maxLag turns missed by more than this are given up instead of sent in a burst
 */
public record PacingConfig(Duration frame, int slots, Duration maxLag) {

    /** 20 ms in 8 slots of 2.5 ms, bursts of at most 200 ms. */
    public static PacingConfig defaults() {
        return new PacingConfig(Duration.ofMillis(20), 8, Duration.ofMillis(200));
    }

    /** Checks the values. */
    public PacingConfig {
        if (slots < 1 || frame.toNanos() % slots != 0) {
            throw new IllegalArgumentException("pacing slots do not divide the frame: " + slots + " in " + frame
                    + "; expected a divisor such as 4 or 8");
        }
    }
}
