package org.voicesecretary.call;

import java.time.Duration;

/**
 * Bounds of a call. Loops are allowed without limit by design; these end what nobody can want.
 *
 * @param longestCall from the INVITE to the end
 * @param mostSteps replies that one call may carry out
 * @param spinSteps so many steps in a row …
 * @param spinUnder … each shorter than this are a script that spins
 */
public record Guards(Duration longestCall, int mostSteps, int spinSteps, Duration spinUnder) {
    public static final Guards DEFAULT = new Guards(Duration.ofHours(4), 10_000, 20, Duration.ofMillis(200));
}
