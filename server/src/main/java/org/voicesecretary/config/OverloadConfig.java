package org.voicesecretary.config;

import java.time.Duration;

/**
 * When new calls are refused although {@code max-calls} is not reached.
 *
 * @param waits work that is ready waits so long for a processor
 * @param packetsLate one packet of sound in a hundred leaves so late
 */
public record OverloadConfig(
        @Between({"5ms", "10s"}) Duration waits,
        @Between({"1ms", "10s"}) Duration packetsLate) {}
