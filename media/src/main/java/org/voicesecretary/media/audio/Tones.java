package org.voicesecretary.media.audio;

import java.util.List;
import java.util.Random;

/** Sounds that need no recording. Amplitudes are peaks, 0 to 32,767; tones begin and end softly. */
public final class Tones {

    /** Call progress tones of most of the world (ITU-T E.180). */
    private static final double PROGRESS_HERTZ = 425;

    private static final double PROGRESS_DBM0 = -13;

    /** The peak of a sine of 0 dBm0: 3.14 dB under full scale (ITU-T G.711). */
    private static final double PEAK_AT_0_DBM0 = 32_768 * Math.pow(10, -3.14 / 20);

    private static final int RAMP_MILLIS = 2;

    private Tones() {}

    /** The peak of a sine of a level in dBm0. */
    public static double amplitude(double dbm0) {
        return PEAK_AT_0_DBM0 * Math.pow(10, dbm0 / 20);
    }

    /** A pure tone with a ramp of 2 ms at both ends. */
    public static Pcm sine(double hertz, double amplitude, long millis, int sampleRate) {
        short[] samples = new short[Pcm.samplesIn(millis, sampleRate)];
        int ramp = Math.max(1, Math.min(Pcm.samplesIn(RAMP_MILLIS, sampleRate), samples.length / 4));
        for (int i = 0; i < samples.length; i++) {
            double edge = Math.min(1, (Math.min(i, samples.length - 1 - i) + 0.5) / ramp);
            samples[i] = Pcm.saturate(amplitude * edge * Math.sin(2 * Math.PI * hertz * i / sampleRate));
        }
        return new Pcm(samples, sampleRate);
    }

    /** The busy tone: 425 Hz, half a second on, half a second off. */
    public static Pcm busy(long millis, int sampleRate) {
        return cadence(500, 500, millis, sampleRate);
    }

    /** The ringing tone: 425 Hz, one second on, four seconds off. */
    public static Pcm ringing(long millis, int sampleRate) {
        return cadence(1000, 4000, millis, sampleRate);
    }

    /** The ringing tone of North America: 440 and 480 Hz, two seconds on, four seconds off. */
    public static Pcm ringingInNorthAmerica(long millis, int sampleRate) {
        double level = amplitude(PROGRESS_DBM0 - 6);
        Pcm on = sine(440, level, 2000, sampleRate).mixed(sine(480, level, 2000, sampleRate));
        return repeated(on.concat(Pcm.silence(4000, sampleRate)), millis);
    }

    /** The short soft tone that tells a waiting caller that the line is alive. */
    public static Pcm filler(int sampleRate) {
        return sine(440, amplitude(-20), 120, sampleRate);
    }

    /** Noise at about −60 dBFS, so that the line does not seem dead. The same for the same length and rate. */
    public static Pcm comfort(long millis, int sampleRate) {
        Random random = new Random(sampleRate);
        short[] samples = new short[Pcm.samplesIn(millis, sampleRate)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Pcm.saturate(random.nextGaussian() * 32.768);
        }
        return new Pcm(samples, sampleRate);
    }

    private static Pcm cadence(long on, long off, long millis, int sampleRate) {
        Pcm period = Pcm.concat(
                List.of(sine(PROGRESS_HERTZ, amplitude(PROGRESS_DBM0), on, sampleRate), Pcm.silence(off, sampleRate)));
        return repeated(period, millis);
    }

    private static Pcm repeated(Pcm period, long millis) {
        short[] samples = new short[Pcm.samplesIn(millis, period.sampleRate())];
        for (int at = 0; at < samples.length; at += period.length()) {
            System.arraycopy(period.samples(), 0, samples, at, Math.min(period.length(), samples.length - at));
        }
        return new Pcm(samples, period.sampleRate());
    }
}
