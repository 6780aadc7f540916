package org.voicesecretary.media;

/**
 * What a bridge has done so far, packets and decoded frames alike.
 *
 * @param passedToFirst from the second session to the first
 * @param passedToSecond from the first session to the second
 * @param suppressed not passed on: during prompts, while muted, keys that were held back
 */
public record BridgeStats(long passedToFirst, long passedToSecond, long suppressed) {}
