package org.voicesecretary.pbx.outgoing;

/**
 * What one extension may use.
 *
 * @param calls at the same time
 * @param perHour begun within any 60 minutes
 * @param minutesPerDay talked within any 24 hours
 */
public record CallLimits(int calls, int perHour, int minutesPerDay) {
    /** Enough for a person at a desk, little for a thief. */
    public static final CallLimits USUAL = new CallLimits(2, 20, 120);
}
