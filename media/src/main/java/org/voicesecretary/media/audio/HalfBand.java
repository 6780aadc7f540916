package org.voicesecretary.media.audio;

/**
 * Doubles or halves the sample rate of a live stream by a half-band low-pass of 47 taps (about 70 dB): 1.4 ms of delay at 16,000 Hz. Keeps
 * the end of what went before, so one for each stream and direction; at most 640 samples at once; one thread at a time. Allocates nothing.
 */
public final class HalfBand {
    private static final int REACH = 12; // taps to each side that are not zero
    private static final int LONGEST = 640;
    private static final double BETA = 7;
    private static final double[] TAPS = taps();

    private final double[] line = new double[LONGEST + 4 * REACH];

    /** From {@code count} samples at 8000 Hz to twice as many at 16,000 Hz. */
    public void up(short[] in, int offset, int count, short[] out, int outOffset) {
        int kept = 2 * REACH - 1;
        fill(in, offset, count, kept);
        for (int i = 0; i < count; i++) {
            int center = i + REACH - 1;
            double between = 0;
            for (int tap = 0; tap < REACH; tap++) {
                between += TAPS[tap] * (line[center - tap] + line[center + 1 + tap]);
            }
            out[outOffset + 2 * i] = (short) line[center];
            out[outOffset + 2 * i + 1] = Pcm.saturate(2 * between);
        }
        keep(count, kept);
    }

    /** From an even {@code count} of samples at 16,000 Hz to half as many at 8000 Hz. */
    public void down(short[] in, int offset, int count, short[] out, int outOffset) {
        int kept = 4 * REACH - 2;
        fill(in, offset, count, kept);
        for (int i = 0; i < count / 2; i++) {
            int center = 2 * i + 2 * REACH - 1;
            double sum = 0.5 * line[center];
            for (int tap = 0; tap < REACH; tap++) {
                sum += TAPS[tap] * (line[center - 1 - 2 * tap] + line[center + 1 + 2 * tap]);
            }
            out[outOffset + i] = Pcm.saturate(sum);
        }
        keep(count, kept);
    }

    private void fill(short[] in, int offset, int count, int kept) {
        for (int i = 0; i < count; i++) {
            line[kept + i] = in[offset + i];
        }
    }

    private void keep(int count, int kept) {
        System.arraycopy(line, count, line, 0, kept);
    }

    /** The odd taps of one side, the innermost first; together with the middle one of ½ they pass a constant unchanged. */
    private static double[] taps() {
        double[] taps = new double[REACH];
        double sum = 0;
        for (int i = 0; i < REACH; i++) {
            int distance = 2 * i + 1;
            double x = distance / (2.0 * REACH);
            double sinc = Math.sin(Math.PI * distance / 2) / (Math.PI * distance);
            taps[i] = sinc * bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
            sum += 2 * taps[i];
        }
        for (int i = 0; i < REACH; i++) {
            taps[i] *= 0.5 / sum;
        }
        return taps;
    }

    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-10; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
