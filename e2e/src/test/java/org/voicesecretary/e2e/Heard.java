package org.voicesecretary.e2e;

import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;

/** What a telephone heard, told by the tones of those who hum into the call. */
final class Heard {
    private Heard() {}

    /** Whether 100 ms somewhere are this tone and hardly anything else. */
    static boolean has(Pcm heard, double hertz) {
        int window = heard.sampleRate() / 10;
        for (int at = 0; at + window <= heard.length(); at += window) {
            Pcm part = heard.sliceSamples(at, at + window);
            if (part.rms() > 200 && Goertzel.amplitude(part, hertz) / Math.sqrt(2) > 0.7 * part.rms()) {
                return true;
            }
        }
        return false;
    }
}
