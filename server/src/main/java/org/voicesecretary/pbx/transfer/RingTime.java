package org.voicesecretary.pbx.transfer;

import java.time.Duration;
import org.voicesecretary.protocol.Instruction.Redirect;

/**
 * How long a target of a redirect may ring (A11, A33).
 *
 * @param returns whether the call comes back to its script then
 * @param deadline on the call's clock
 */
record RingTime(boolean returns, long deadline) {
    private static final int SHORTEST_SECONDS = 3;
    private static final int WITHOUT_RETURN_SECONDS = 60;

    static RingTime of(Redirect redirect, long now) {
        boolean returns = redirect.returnTimeout() > 0;
        int seconds = returns ? Math.max(redirect.returnTimeout(), SHORTEST_SECONDS) : WITHOUT_RETURN_SECONDS;
        return new RingTime(returns, now + Duration.ofSeconds(seconds).toNanos());
    }

    /** What is left of it: of the time until the call returns, or of a new round, where the call never does. */
    Duration left(long now) {
        return returns ? Duration.ofNanos(Math.max(0, deadline - now)) : Duration.ofSeconds(WITHOUT_RETURN_SECONDS);
    }

    /** As {@link #left}, but at most so long. */
    Duration atMost(Duration wanted, long now) {
        Duration left = left(now);
        return left.compareTo(wanted) < 0 ? left : wanted;
    }
}
