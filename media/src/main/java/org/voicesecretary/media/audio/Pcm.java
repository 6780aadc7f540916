package org.voicesecretary.media.audio;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Mono linear sound: signed 16-bit samples at a rate in Hz.
 *
 * <p>The array is not copied on the way in or out: whoever hands it over does not write to it any more.
 *
 * @param samples signed 16-bit samples, one channel
 * @param sampleRate samples a second, 1 to {@value #MAX_SAMPLE_RATE}
 */
public record Pcm(short[] samples, int sampleRate) {

    /** The highest sample rate of any sound here, in Hz. */
    public static final int MAX_SAMPLE_RATE = 768_000;

    public Pcm {
        Objects.requireNonNull(samples, "samples");
        if (sampleRate < 1 || sampleRate > MAX_SAMPLE_RATE) {
            throw new IllegalArgumentException(
                    "sample rate is out of range: " + sampleRate + " Hz, expected 1 to " + MAX_SAMPLE_RATE + " Hz");
        }
    }

    /** Nothing but zeros. */
    public static Pcm silence(long millis, int sampleRate) {
        return new Pcm(new short[samplesIn(millis, sampleRate)], sampleRate);
    }

    /** One sound after another; all of them at one sample rate. */
    public static Pcm concat(List<Pcm> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("no sounds to join: at least one was expected");
        }
        int rate = parts.getFirst().sampleRate;
        int total = 0;
        for (Pcm part : parts) {
            if (part.sampleRate != rate) {
                throw new IllegalArgumentException("sounds of different sample rates cannot be joined: " + rate
                        + " Hz and " + part.sampleRate + " Hz; resample first");
            }
            total = Math.addExact(total, part.samples.length);
        }
        short[] joined = new short[total];
        int at = 0;
        for (Pcm part : parts) {
            System.arraycopy(part.samples, 0, joined, at, part.samples.length);
            at += part.samples.length;
        }
        return new Pcm(joined, rate);
    }

    /** This sound, then another one of the same sample rate. */
    public Pcm concat(Pcm next) {
        return concat(List.of(this, next));
    }

    /** The part from one time to another, in ms from the start; cut to what there is. */
    public Pcm slice(long fromMillis, long toMillis) {
        return sliceSamples((int) Math.min(Math.max(0, fromMillis) * sampleRate / 1000, samples.length), (int)
                Math.min(Math.max(0, toMillis) * sampleRate / 1000, samples.length));
    }

    /** The part from one sample (inclusive) to another (exclusive); cut to what there is. */
    public Pcm sliceSamples(int from, int to) {
        int start = Math.clamp(from, 0, samples.length);
        int end = Math.clamp(to, start, samples.length);
        return new Pcm(Arrays.copyOfRange(samples, start, end), sampleRate);
    }

    /** The length, rounded down to whole milliseconds. */
    public long durationMillis() {
        return samples.length * 1000L / sampleRate;
    }

    public int length() {
        return samples.length;
    }

    public boolean isEmpty() {
        return samples.length == 0;
    }

    /** The root of the mean square of all samples, 0 to 32768; 0 of an empty sound. */
    public double rms() {
        return rms(0, samples.length);
    }

    double rms(int from, int to) {
        if (to <= from) {
            return 0;
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    /** The largest absolute sample, 0 to 32768. */
    public int peak() {
        int peak = 0;
        for (short sample : samples) {
            peak = Math.max(peak, Math.abs((int) sample));
        }
        return peak;
    }

    /** Each sample times a factor, held within 16 bits. */
    public Pcm scaled(double factor) {
        short[] out = new short[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = saturate(samples[i] * factor);
        }
        return new Pcm(out, sampleRate);
    }

    /** This sound and another of the same rate at the same time, held within 16 bits; as long as the longer one. */
    public Pcm mixed(Pcm other) {
        if (other.sampleRate != sampleRate) {
            throw new IllegalArgumentException("sounds of different sample rates cannot be mixed: " + sampleRate
                    + " Hz and " + other.sampleRate + " Hz; resample first");
        }
        short[] out = Arrays.copyOf(samples, Math.max(samples.length, other.samples.length));
        for (int i = 0; i < other.samples.length; i++) {
            out[i] = saturate(out[i] + other.samples[i]);
        }
        return new Pcm(out, sampleRate);
    }

    static short saturate(double value) {
        return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    static int samplesIn(long millis, int sampleRate) {
        return Math.toIntExact(Math.max(0, millis) * sampleRate / 1000);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pcm that && sampleRate == that.sampleRate && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(samples) + sampleRate;
    }

    @Override
    public String toString() {
        return "Pcm[" + samples.length + " samples, " + sampleRate + " Hz, " + durationMillis() + " ms]";
    }
}
