package org.voicesecretary.media.clock;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of how late turns were: 100 µs steps up to 20 ms, 1 ms steps up to 200 ms, one bucket for all above. One thread records,
 * any thread takes snapshots; nothing is allocated or locked by recording.
 */
public final class Lateness {
    static final int FINE = 200;
    static final int COARSE = 180;
    static final int BUCKETS = FINE + COARSE + 1;
    private static final long FINE_NANOS = 100_000;
    private static final long COARSE_NANOS = 1_000_000;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong max = new AtomicLong();

    /** Records one turn that was {@code nanos} late; early counts as punctual. Only the owning thread calls this. */
    public void record(long nanos) {
        int bucket = bucket(nanos);
        counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
        if (nanos > max.getPlain()) {
            max.setOpaque(nanos);
        }
    }

    /** What was recorded so far. */
    public LatenessSnapshot snapshot() {
        long[] copy = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            copy[i] = counts.getOpaque(i);
        }
        return new LatenessSnapshot(copy, max.getOpaque());
    }

    private static int bucket(long nanos) {
        if (nanos < FINE * FINE_NANOS) {
            return nanos <= 0 ? 0 : (int) (nanos / FINE_NANOS);
        }
        long coarse = (nanos - FINE * FINE_NANOS) / COARSE_NANOS;
        return (int) Math.min(FINE + coarse, BUCKETS - 1L);
    }

    /** The upper edge of a bucket in microseconds. */
    static long upperMicros(int bucket) {
        return bucket < FINE ? (bucket + 1) * 100L : 20_000L + (bucket - FINE + 1) * 1_000L;
    }
}
