package org.voicesecretary.media.clock;

/** A moment of a {@link Lateness} histogram. The array belongs to the snapshot and is not changed any more. */
public final class LatenessSnapshot {
    private final long[] counts;
    private final long maxNanos;

    LatenessSnapshot(long[] counts, long maxNanos) {
        this.counts = counts;
        this.maxNanos = maxNanos;
    }

    /** A snapshot of nothing. */
    public static LatenessSnapshot empty() {
        return new LatenessSnapshot(new long[Lateness.BUCKETS], 0);
    }

    /** How many turns were recorded. */
    public long total() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** The lateness in microseconds that {@code share} (0 to 1) of the turns did not exceed; 0 where nothing was recorded. */
    public long percentileMicros(double share) {
        long wanted = (long) Math.ceil(total() * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(Lateness.upperMicros(i), Math.max(1, maxNanos / 1_000));
            }
        }
        return 0;
    }

    /** How many turns were later than {@code millis} (a whole number of milliseconds up to 200). */
    public long laterThanMillis(int millis) {
        long late = 0;
        for (int i = 0; i < counts.length; i++) {
            if (Lateness.upperMicros(i) > millis * 1_000L) {
                late += counts[i];
            }
        }
        return late;
    }

    /** The worst turn since the start of recording, in microseconds; differences keep the later snapshot's. */
    public long maxMicros() {
        return maxNanos / 1_000;
    }

    /** Both together: the snapshots of several threads as one. */
    public LatenessSnapshot plus(LatenessSnapshot other) {
        long[] sum = new long[counts.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = counts[i] + other.counts[i];
        }
        return new LatenessSnapshot(sum, Math.max(maxNanos, other.maxNanos));
    }

    /** What was recorded after {@code earlier}. */
    public LatenessSnapshot minus(LatenessSnapshot earlier) {
        long[] difference = new long[counts.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = counts[i] - earlier.counts[i];
        }
        return new LatenessSnapshot(difference, maxNanos);
    }
}
