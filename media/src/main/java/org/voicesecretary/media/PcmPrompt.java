package org.voicesecretary.media;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Resampler;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** A prompt made of samples: encoded once for each codec that a call asks for, then kept. */
public final class PcmPrompt implements Prompt {
    private final Pcm master;
    private final int runUpMillis;
    private final AtomicReferenceArray<EncodedAudio> encoded = new AtomicReferenceArray<>(AudioCodec.values().length);

    /**
     * A prompt of {@code master}.
     *
     * @param master best at 16,000 Hz, the highest rate of the codecs; taken as it is, so level it before
     */
    public PcmPrompt(Pcm master) {
        this(master, 0);
    }

    /**
     * A prompt of {@code master}, encoded as if its own end had gone before, so that its rounds join where the codec has a memory.
     *
     * @param runUpMillis how much of the end; whole frames, no more than there is
     */
    PcmPrompt(Pcm master, int runUpMillis) {
        this.master = master;
        this.runUpMillis = runUpMillis;
    }

    @Override
    public EncodedAudio encoded(AudioCodec codec) {
        EncodedAudio ready = encoded.get(codec.ordinal());
        if (ready == null) {
            synchronized (this) { // once, even where many calls start it together
                ready = encoded.get(codec.ordinal());
                if (ready == null) {
                    ready = encode(codec);
                    encoded.set(codec.ordinal(), ready);
                }
            }
        }
        return ready;
    }

    private EncodedAudio encode(AudioCodec codec) {
        Pcm sound = Resampler.resample(master, codec.sampleRate());
        if (runUpMillis == 0) {
            return codec.encode(sound);
        }
        long length = sound.durationMillis();
        byte[] all = codec.encode(sound.slice(length - runUpMillis, length).concat(sound))
                .toBytes();
        return EncodedAudio.of(codec, Arrays.copyOfRange(all, codec.bytesIn(runUpMillis), all.length));
    }

    @Override
    public long durationMillis() {
        return master.durationMillis();
    }
}
