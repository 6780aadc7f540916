package org.voicesecretary.media.audio;

/**
 * From one sample rate to another: a polyphase low-pass of a sinc under a Kaiser window, about 80 dB clean. What lies above 93 % of the
 * lower Nyquist frequency goes away. The sound keeps its place in time and its length.
 *
 * <p>Making one takes some milliseconds; it is immutable and may be kept and shared.
 */
public final class Resampler {

    /** Zero crossings of the sinc to each side: with β gives the width of the slope. */
    private static final int CROSSINGS = 40;

    private static final double BETA = 8;

    /** The middle of the slope, in parts of the lower Nyquist frequency. */
    private static final double CUTOFF = 0.935;

    /** The most phases that get a table of their own; more of them are taken from the nearest two of so many. */
    private static final int MAX_PHASES = 1024;

    private final int from;
    private final int to;
    private final int up;
    private final int down;
    private final int half;
    private final float[][] phases;

    private Resampler(int from, int to) {
        int divisor = gcd(from, to);
        this.from = from;
        this.to = to;
        this.up = to / divisor;
        this.down = from / divisor;
        double cutoff = CUTOFF * Math.min(1.0, (double) to / from);
        this.half = (int) Math.ceil(CROSSINGS / cutoff);
        int tables = Math.min(up, MAX_PHASES);
        this.phases = new float[tables + 1][];
        for (int phase = 0; phase <= tables; phase++) {
            phases[phase] = taps((double) phase / tables, cutoff);
        }
    }

    /** Between two rates in Hz. */
    public static Resampler between(int from, int to) {
        if (from < 1 || from > Pcm.MAX_SAMPLE_RATE || to < 1 || to > Pcm.MAX_SAMPLE_RATE) {
            throw new IllegalArgumentException("sample rates are out of range: " + from + " Hz to " + to
                    + " Hz, expected 1 to " + Pcm.MAX_SAMPLE_RATE);
        }
        return new Resampler(from, to);
    }

    /** The sound at another rate; the same sound if it has that rate already. */
    public static Pcm resample(Pcm pcm, int sampleRate) {
        return pcm.sampleRate() == sampleRate
                ? pcm
                : between(pcm.sampleRate(), sampleRate).resample(pcm);
    }

    /** A sound of the first rate at the second. */
    public Pcm resample(Pcm pcm) {
        if (pcm.sampleRate() != from) {
            throw new IllegalArgumentException(
                    "this resampler takes sound at " + from + " Hz, got " + pcm.sampleRate() + " Hz");
        }
        short[] in = pcm.samples();
        short[] out = new short[Math.toIntExact(Math.round((double) in.length * to / from))];
        int tables = phases.length - 1;
        for (int i = 0; i < out.length; i++) {
            long position = (long) i * down;
            int center = (int) (position / up);
            long fraction = position % up;
            if (tables == up) {
                out[i] = Pcm.saturate(sum(in, center, phases[(int) fraction]));
            } else {
                double exact = (double) fraction / up * tables;
                int table = (int) exact;
                double weight = exact - table;
                out[i] = Pcm.saturate(
                        (1 - weight) * sum(in, center, phases[table]) + weight * sum(in, center, phases[table + 1]));
            }
        }
        return new Pcm(out, to);
    }

    private double sum(short[] in, int center, float[] taps) {
        int first = center - half + 1;
        int start = Math.max(0, -first);
        int end = Math.min(taps.length, in.length - first);
        float sum = 0;
        for (int i = start; i < end; i++) {
            sum += in[first + i] * taps[i];
        }
        return sum;
    }

    /** The impulse response where the wanted moment lies a fraction of a sample after the center; scaled to pass a constant. */
    private float[] taps(double fraction, double cutoff) {
        double[] exact = new double[2 * half];
        double gain = 0;
        for (int i = 0; i < exact.length; i++) {
            double distance = i - half + 1 - fraction;
            exact[i] = sinc(cutoff * distance) * kaiser(distance / half);
            gain += exact[i];
        }
        float[] taps = new float[exact.length];
        for (int i = 0; i < taps.length; i++) {
            taps[i] = (float) (exact[i] / gain);
        }
        return taps;
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x));
    }

    /** The modified Bessel function of the first kind and order 0, by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-10; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
