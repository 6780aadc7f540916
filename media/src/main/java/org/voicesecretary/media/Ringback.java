package org.voicesecretary.media;

import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;

/** What a caller hears while a phone rings (ITU-T E.180 and its national lists). */
public enum Ringback {
    /** Most of Europe and beyond: 425 Hz, one second on, four seconds off. */
    EUROPE {
        @Override
        Pcm round(int sampleRate) {
            return Tones.ringing(5000, sampleRate);
        }
    },
    /** North America: 440 and 480 Hz, two seconds on, four seconds off. */
    NORTH_AMERICA {
        @Override
        Pcm round(int sampleRate) {
            return Tones.ringingInNorthAmerica(6000, sampleRate);
        }
    };

    /** From one ring to the next. */
    abstract Pcm round(int sampleRate);
}
