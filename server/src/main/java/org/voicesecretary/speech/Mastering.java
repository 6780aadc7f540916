package org.voicesecretary.speech;

import org.voicesecretary.media.audio.Loudness;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Resampler;

/** Brings any sound to the form all prompts are kept in: 16 kHz mono, −20 dBFS RMS, peak at most −3 dBFS. */
public final class Mastering {
    /** Samples a second of every master. */
    public static final int SAMPLE_RATE = 16_000;

    /** Changes whenever the same sound would come out differently; part of every cache key. */
    public static final String VERSION = "master-1";

    /** A sound that never rises above this is silence: −66 dBFS, less than a telephone line's own noise. */
    private static final int SILENCE_PEAK = 16;

    private Mastering() {}

    public static Pcm master(Pcm sound) {
        return Loudness.level(Resampler.resample(sound, SAMPLE_RATE));
    }

    /** Whether there is nothing to hear: no samples, or none that stands out of silence. */
    public static boolean isSilent(Pcm sound) {
        return sound.peak() <= SILENCE_PEAK;
    }
}
