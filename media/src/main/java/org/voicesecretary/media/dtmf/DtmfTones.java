package org.voicesecretary.media.dtmf;

import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;

/** The sound of keys. */
public final class DtmfTones {

    /** The level of each of the two tones, in dBm0, that telephones send about. */
    public static final double USUAL_DBM0 = -8;

    private DtmfTones() {}

    /** A key at the usual level. */
    public static Pcm of(DtmfDigit digit, long millis, int sampleRate) {
        return of(digit, millis, sampleRate, USUAL_DBM0, USUAL_DBM0);
    }

    /** A key with a level for each tone, in dBm0. */
    public static Pcm of(DtmfDigit digit, long millis, int sampleRate, double lowDbm0, double highDbm0) {
        return Tones.sine(digit.lowHz(), Tones.amplitude(lowDbm0), millis, sampleRate)
                .mixed(Tones.sine(digit.highHz(), Tones.amplitude(highDbm0), millis, sampleRate));
    }
}
