package org.voicesecretary.media;

import java.util.List;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.DtmfTones;

/** Keys as tones in the audio, for peers without telephone-events. */
final class KeyTones {
    private static final int RATE = 16_000;
    private static final int PAUSE_MILLIS = 60;

    private KeyTones() {}

    /** A key held for {@code millis}, and the pause that lets the next one be told from it. */
    static Prompt of(DtmfDigit digit, int millis) {
        return new PcmPrompt(Pcm.concat(List.of(DtmfTones.of(digit, millis, RATE), Pcm.silence(PAUSE_MILLIS, RATE))));
    }
}
