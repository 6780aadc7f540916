package org.voicesecretary.cdr;

/**
 * @param seconds of talk
 */
public record CallTotals(long calls, long seconds) {}
