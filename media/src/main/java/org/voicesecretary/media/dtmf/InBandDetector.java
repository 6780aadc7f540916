package org.voicesecretary.media.dtmf;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.Tones;

/**
 * Finds keys as tones within the audio, for lines without telephone-event. A key of 40 ms or more is reported once, 35 to 45 ms after
 * it began. Tolerances follow ITU-T Q.24: ±1.5 % of frequency is taken (more than about 3 % is not), rows up to 8 dB stronger than
 * columns and columns up to 4 dB stronger than rows, with a little room on top.
 *
 * <p>Every 5 ms a Hann window of 20 ms is measured at the eight frequencies. A window counts if the strongest row and column hold
 * nearly all of its energy, if their phases move from window to window as tones of the right frequency do, and if neither has the
 * overtones of a voice. Four windows in a row with the same key make a press. Allocates nothing; one thread at a time.
 */
public final class InBandDetector {

    private static final int WINDOWS_FOR_PRESS = 4;

    /** What touches a pause of 40 ms; a lost packet touches fewer. */
    private static final int WINDOWS_FOR_RELEASE = 9;

    private static final double MIN_AMPLITUDE = Tones.amplitude(-42);
    private static final double MIN_SHARE_OF_ENERGY = 0.90;
    private static final double MAX_ROW_OVER_COLUMN = power(9.5);
    private static final double MAX_COLUMN_OVER_ROW = power(5.5);
    private static final double MAX_OVERTONE = power(-13);

    /** The second harmonics of the rows lie too near to the columns to tell them apart, so it is the third. */
    private static final int ROW_OVERTONE = 3;

    private static final int COLUMN_OVERTONE = 2;
    private static final double MAX_DEVIATION = 0.026;

    private static final int[] ROWS = {697, 770, 852, 941};
    private static final int[] COLUMNS = {1209, 1336, 1477, 1633};
    private static final DtmfDigit[][] KEYS = {
        {DtmfDigit.ONE, DtmfDigit.TWO, DtmfDigit.THREE, DtmfDigit.A},
        {DtmfDigit.FOUR, DtmfDigit.FIVE, DtmfDigit.SIX, DtmfDigit.B},
        {DtmfDigit.SEVEN, DtmfDigit.EIGHT, DtmfDigit.NINE, DtmfDigit.C},
        {DtmfDigit.STAR, DtmfDigit.ZERO, DtmfDigit.POUND, DtmfDigit.D}
    };

    private final int hop;
    private final double[] shape;
    private final double[] window;
    private final double[] shaped;
    private final Tone[] rows = new Tone[ROWS.length];
    private final Tone[] columns = new Tone[COLUMNS.length];
    private int filled;

    private @Nullable DtmfDigit candidate;
    private int hits;
    private @Nullable DtmfDigit pressed;
    private int misses;

    /** @param sampleRate 8000 or 16,000 Hz */
    public InBandDetector(int sampleRate) {
        if (sampleRate != 8000 && sampleRate != 16_000) {
            throw new IllegalArgumentException(
                    "in-band keys are found at 8000 or 16000 Hz, got " + sampleRate + " Hz; resample first");
        }
        this.hop = sampleRate / 200;
        int length = 4 * hop;
        this.window = new double[length];
        this.shaped = new double[length];
        this.shape = new double[length];
        for (int i = 0; i < length; i++) {
            shape[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length);
        }
        for (int i = 0; i < ROWS.length; i++) {
            rows[i] = new Tone(ROWS[i], ROW_OVERTONE, sampleRate, length);
            columns[i] = new Tone(COLUMNS[i], COLUMN_OVERTONE, sampleRate, length);
        }
    }

    /**
     * Takes the next samples, 20 ms of them at most.
     *
     * @return the key whose press was recognised within them, or null
     */
    public @Nullable DtmfDigit accept(short[] samples, int offset, int count) {
        DtmfDigit found = null;
        int at = window.length - hop;
        for (int i = 0; i < count; i++) {
            window[at + filled] = samples[offset + i];
            if (++filled == hop) {
                DtmfDigit press = step(measure());
                found = found == null ? press : found;
                System.arraycopy(window, hop, window, 0, at);
                filled = 0;
            }
        }
        return found;
    }

    /** Whether a key that was reported still sounds. */
    public boolean sounding() {
        return pressed != null;
    }

    /** What is heard in one more window changes what is pressed. */
    private @Nullable DtmfDigit step(@Nullable DtmfDigit heard) {
        if (heard != null && heard == pressed) {
            misses = 0;
            hits = 0;
            return null;
        }
        if (pressed != null && ++misses >= WINDOWS_FOR_RELEASE) {
            pressed = null;
        }
        hits = heard != null && heard == candidate ? hits + 1 : 1;
        candidate = heard;
        if (heard == null || hits < WINDOWS_FOR_PRESS) {
            return null;
        }
        pressed = heard;
        misses = 0;
        return heard;
    }

    /** The key that sounds in the window, or null. */
    private @Nullable DtmfDigit measure() {
        double energy = 0;
        for (int i = 0; i < window.length; i++) {
            double value = window[i] * shape[i];
            shaped[i] = value;
            energy += value * value;
        }
        // The mean power of the signal: 3/8 is the mean square of the window.
        double total = energy / (0.375 * window.length);
        if (total < MIN_AMPLITUDE * MIN_AMPLITUDE) {
            forgetPhases();
            return null;
        }
        int row = strongest(rows);
        int column = strongest(columns);
        boolean steady = rows[row].steady & columns[column].steady;
        double low = rows[row].power;
        double high = columns[column].power;
        boolean found = steady
                && Math.min(low, high) >= MIN_AMPLITUDE * MIN_AMPLITUDE / 2
                && low + high >= MIN_SHARE_OF_ENERGY * total
                && low <= high * MAX_ROW_OVER_COLUMN
                && high <= low * MAX_COLUMN_OVER_ROW
                && rows[row].overtone(shaped) <= low * MAX_OVERTONE
                && columns[column].overtone(shaped) <= high * MAX_OVERTONE;
        return found ? KEYS[row][column] : null;
    }

    private int strongest(Tone[] group) {
        int best = 0;
        for (int i = 0; i < group.length; i++) {
            group[i].measure(shaped, hop);
            if (group[i].power > group[best].power) {
                best = i;
            }
        }
        return best;
    }

    private void forgetPhases() {
        for (int i = 0; i < rows.length; i++) {
            rows[i].steady = false;
            rows[i].phaseKnown = false;
            columns[i].steady = false;
            columns[i].phaseKnown = false;
        }
    }

    private static double power(double decibels) {
        return Math.pow(10, decibels / 10);
    }

    /** One of the eight frequencies: the Goertzel algorithm with phase. */
    private static final class Tone {
        private final double hertz;
        private final int sampleRate;
        private final int length;
        private final double cos;
        private final double sin;
        private final double cosOfOvertone;

        private double power;
        private boolean steady;
        private double phase;
        private boolean phaseKnown;

        Tone(double hertz, int overtone, int sampleRate, int length) {
            this.hertz = hertz;
            this.sampleRate = sampleRate;
            this.length = length;
            double step = 2 * Math.PI * hertz / sampleRate;
            this.cos = Math.cos(step);
            this.sin = Math.sin(step);
            this.cosOfOvertone = Math.cos(overtone * step);
        }

        void measure(double[] shaped, int hop) {
            double before = 0;
            double last = 0;
            for (double value : shaped) {
                double now = value + 2 * cos * last - before;
                before = last;
                last = now;
            }
            double real = last - before * cos;
            double imaginary = before * sin;
            double measured = toPower(real * real + imaginary * imaginary);
            double now = Math.atan2(imaginary, real);
            double deviation = 1;
            if (phaseKnown) {
                // From window to window the phase moves by what the hop makes of the true frequency.
                double moved = now - phase - 2 * Math.PI * hertz * hop / sampleRate;
                deviation = Math.IEEEremainder(moved, 2 * Math.PI) * sampleRate / (2 * Math.PI * hop);
                steady = Math.abs(deviation) <= hertz * MAX_DEVIATION;
            }
            power = steady ? measured / responseAt(deviation * length / sampleRate) : measured;
            phase = now;
            phaseKnown = true;
        }

        /** The power of the overtone. */
        double overtone(double[] shaped) {
            double before = 0;
            double last = 0;
            for (double value : shaped) {
                double now = value + 2 * cosOfOvertone * last - before;
                before = last;
                last = now;
            }
            return toPower(last * last + before * before - 2 * cosOfOvertone * last * before);
        }

        /** Of a sine of amplitude A the windowed sum is A·N/4. */
        private double toPower(double squaredSum) {
            return squaredSum * 8 / ((double) length * length);
        }

        /** What the Hann window leaves of the power of a tone that lies some bins beside. */
        private static double responseAt(double bins) {
            double x = Math.PI * bins;
            double sinc = Math.abs(x) < 1e-6 ? 1 : Math.sin(x) / x;
            double response = sinc / (1 - bins * bins);
            return response * response;
        }
    }
}
