package org.voicesecretary.media;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.DtmfTones;

/** Keys as tones in the audio, for peers without telephone-events. One for an engine: what was made once is kept. */
final class KeyTones {
    private static final int PAUSE_MILLIS = 60;
    private static final int CODECS = AudioCodec.values().length;

    private final AtomicReferenceArray<EncodedAudio> lasting =
            new AtomicReferenceArray<>(DtmfDigit.values().length * CODECS);

    /** A key held for {@code millis}, and the pause that lets the next one be told from it. */
    static EncodedAudio of(DtmfDigit digit, int millis, AudioCodec codec) {
        int rate = codec.sampleRate();
        return codec.encode(Pcm.concat(List.of(DtmfTones.of(digit, millis, rate), Pcm.silence(PAUSE_MILLIS, rate))));
    }

    /** A second of a key, to be repeated: all tones are whole numbers of Hertz, so it goes on without a jump. */
    EncodedAudio lasting(DtmfDigit digit, AudioCodec codec) {
        int index = digit.ordinal() * CODECS + codec.ordinal();
        EncodedAudio ready = lasting.get(index);
        if (ready == null) {
            ready = codec.encode(DtmfTones.of(digit, 1000, codec.sampleRate()));
            lasting.set(index, ready);
        }
        return ready;
    }

    /** Makes what may be needed, so that no loop has to. */
    void prepare(AudioCodec codec) {
        for (DtmfDigit digit : DtmfDigit.values()) {
            lasting(digit, codec);
        }
    }
}
