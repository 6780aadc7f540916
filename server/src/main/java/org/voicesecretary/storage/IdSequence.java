package org.voicesecretary.storage;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Identifiers that grow with time, so that new rows land beside each other: milliseconds, then a count. After a restart they go
 * on above the old ones where {@link #above} tells of them, else as long as the clock did not jump back further than the server was down.
 */
public final class IdSequence {
    private static final int COUNT_BITS = 20;
    /** Some time in the year 2248, when the milliseconds have no room any more. */
    private static final long BEYOND_SECONDS = (Long.MAX_VALUE >> COUNT_BITS) / 1000;

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    public IdSequence(InstantSource clock) {
        this.clock = clock;
    }

    /** Smaller than every identifier made at {@code time} or later, larger than those made before. */
    public static long firstAt(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return 0; // none was made before
        }
        return time.getEpochSecond() >= BEYOND_SECONDS ? Long.MAX_VALUE : time.toEpochMilli() << COUNT_BITS;
    }

    /** When an identifier was made, to the millisecond unless more were made than one can hold. */
    public static Instant madeAt(long id) {
        return Instant.ofEpochMilli(id >> COUNT_BITS);
    }

    /** The next ones are larger than one that an earlier run made. */
    public void above(long earlier) {
        last.accumulateAndGet(earlier, Math::max);
    }

    /** Seconds, a dot, and the rest of an identifier: digits that no other identifier has. */
    public static String text(long id) {
        long millis = id >> COUNT_BITS;
        return millis / 1000 + "." + ((millis % 1000 << COUNT_BITS) | id & (1 << COUNT_BITS) - 1);
    }

    public long next() {
        long now = clock.millis() << COUNT_BITS;
        return last.updateAndGet(previous -> Math.max(previous + 1, now));
    }
}
