package org.voicesecretary.timeline;

import java.util.concurrent.TimeUnit;

/**
 * How many entries of one call the other side may cause by itself, with keys and SIP messages: many at once, some more every
 * second, and so many in all. A gateway that floods one call must not crowd out the diagnosis of the others.
 */
final class PeerQuota {
    static final int AT_ONCE = 200;
    static final int PER_SECOND = 20;
    static final int IN_ALL = 5_000;

    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private long usedUpUntil;
    private int taken;
    private long refused;

    /** @param start nanoseconds of the call's clock */
    PeerQuota(long start) {
        usedUpUntil = start - AT_ONCE * NANOS_EACH;
    }

    /** Whether one more may be written at {@code now}. */
    boolean takes(long now) {
        long full = now - AT_ONCE * NANOS_EACH;
        long from = usedUpUntil - full < 0 ? full : usedUpUntil;
        if (taken >= IN_ALL || from + NANOS_EACH - now > 0) {
            refused++;
            return false;
        }
        usedUpUntil = from + NANOS_EACH;
        taken++;
        return true;
    }

    /** How many were not written so far. */
    long refused() {
        return refused;
    }
}
