package org.voicesecretary.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again: after {@code first}, then each time after twice as long, never after more than {@code longest}, each time
 * give or take a fifth, so that events that failed together do not come back together.
 *
 * @param giveUpAfter age of an event at which it is not tried again
 */
public record RetryPolicy(Duration first, Duration longest, Duration giveUpAfter, RandomGenerator random) {
    /** An event is never tried for longer. */
    static final Duration LONGEST = Duration.ofDays(30);

    private static final double SPREAD = 0.2;

    /**
     * @param attempts made so far, at least 1
     * @param age of the event
     * @return how long to wait; empty = give up
     */
    public Optional<Duration> next(int attempts, Duration age) {
        double millis = Math.min(first.toMillis() * Math.pow(2, Math.min(attempts - 1, 60)), longest.toMillis());
        double spread = 1 + SPREAD * (2 * random.nextDouble() - 1);
        Duration wait = Duration.ofMillis(Math.max(1, Math.round(millis * spread)));
        return age.plus(wait).compareTo(giveUpAfter) > 0 ? Optional.empty() : Optional.of(wait);
    }
}
