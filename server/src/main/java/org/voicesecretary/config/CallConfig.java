package org.voicesecretary.config;

import java.time.Duration;

/**
 * Guards against scripts that never end.
 *
 * @param spinSteps so many steps in a row, each faster than {@code spinUnder}, end the call
 */
public record CallConfig(
        @Between({"1s", "30d"}) Duration maxDuration,
        @Between({"1", "10000000"}) int maxSteps,
        @Between({"2", "100000"}) int spinSteps,
        @Between({"0s", "10s"}) Duration spinUnder) {}
