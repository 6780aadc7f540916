package org.voicesecretary.media.audio;

/** How strong one frequency is: the Goertzel algorithm over a stretch of samples, under a Hann window. */
public final class Goertzel {

    private Goertzel() {}

    /** The amplitude (peak, 0 to 32,768) of a sine of about this frequency within all of a sound. */
    public static double amplitude(Pcm pcm, double hertz) {
        return amplitude(pcm.samples(), 0, pcm.length(), hertz, pcm.sampleRate());
    }

    /** The amplitude (peak, 0 to 32,768) of a sine of about this frequency within some samples. Allocates nothing. */
    public static double amplitude(short[] samples, int offset, int count, double hertz, int sampleRate) {
        if (count < 2) {
            return 0;
        }
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / sampleRate);
        double step = 2 * Math.PI / count;
        double before = 0;
        double last = 0;
        for (int i = 0; i < count; i++) {
            double shaped = samples[offset + i] * (0.5 - 0.5 * Math.cos(step * (i + 0.5)));
            double now = shaped + coefficient * last - before;
            before = last;
            last = now;
        }
        double squared = last * last + before * before - coefficient * last * before;
        return Math.sqrt(Math.max(0, squared)) * 4 / count; // the window's mean is one half, and so is a sine's share
    }
}
