package org.voicesecretary.benchmarks.phones;

/**
 * Calls to place, evenly spaced, whatever becomes of those before: an open loop, so that a slow server is not spared.
 *
 * @param number who is called; the script tells by it what to do
 * @param calls how many
 * @param perSecond how fast
 * @param holdMillis how long after the answer the phone hangs up; {@link #UNTIL_TOLD} leaves it up
 * @param stamped whether its packets carry when they were sent, for whoever hears them at the other end of a bridge
 */
public record DialPlan(String number, int calls, double perSecond, long holdMillis, boolean stamped) {
    /** Phones hang up when {@link PhoneBank#hangUp} is called. */
    public static final long UNTIL_TOLD = -1;

    /** Calls whose sound is plain silence. */
    public DialPlan(String number, int calls, double perSecond, long holdMillis) {
        this(number, calls, perSecond, holdMillis, false);
    }
}
