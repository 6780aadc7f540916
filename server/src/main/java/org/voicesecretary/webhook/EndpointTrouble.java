package org.voicesecretary.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A script that takes no events.
 *
 * @param failingSince the first attempt that failed since the last that did not
 * @param failures attempts that failed since then
 * @param lastEvent when one was last tried, or given up because the script is off
 * @param problem what was wrong the last time
 * @param switchedOff since when it gets no events any more; null = it is still tried
 */
public record EndpointTrouble(
        String url,
        Instant failingSince,
        long failures,
        Instant lastEvent,
        String problem,
        @Nullable Instant switchedOff) {
    /** Whether its events are given up without being sent. */
    public boolean isOff() {
        return switchedOff != null;
    }

    EndpointTrouble failedAgain(Instant at, String what) {
        return new EndpointTrouble(url, failingSince, failures + 1, at, what, switchedOff);
    }

    EndpointTrouble missed(Instant at) {
        return new EndpointTrouble(url, failingSince, failures, at, problem, switchedOff);
    }

    EndpointTrouble off(Instant at) {
        return new EndpointTrouble(url, failingSince, failures, lastEvent, problem, at);
    }
}
