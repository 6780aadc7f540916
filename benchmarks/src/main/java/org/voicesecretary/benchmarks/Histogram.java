package org.voicesecretary.benchmarks;

/** Durations counted in steps of 10 µs up to 2 s; longer ones count as the longest. Recording allocates nothing. One thread writes. */
public final class Histogram {
    private static final long STEP_NANOS = 10_000;
    private static final int STEPS = 200_000;

    private final int[] counts = new int[STEPS + 1];
    private long count;
    private long largest;

    /** Adds a duration; negative ones count as none. */
    public void record(long nanos) {
        long step = Math.max(0, nanos) / STEP_NANOS;
        counts[(int) Math.min(step, STEPS)]++;
        count++;
        largest = Math.max(largest, nanos);
    }

    /** Adds all of {@code other}. */
    public void add(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        largest = Math.max(largest, other.largest);
    }

    public long count() {
        return count;
    }

    /** Milliseconds that {@code share} (0 to 1) of the durations do not exceed; not a number where there are none. */
    public double millisAt(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long wanted = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return (i + 0.5) * STEP_NANOS / 1e6;
            }
        }
        return largest / 1e6;
    }

    /** The longest, in milliseconds. */
    public double maxMillis() {
        return largest / 1e6;
    }

    /** How many were longer than {@code nanos}. */
    public long above(long nanos) {
        long found = 0;
        for (int i = (int) Math.min(STEPS, nanos / STEP_NANOS + 1); i < counts.length; i++) {
            found += counts[i];
        }
        return found;
    }
}
