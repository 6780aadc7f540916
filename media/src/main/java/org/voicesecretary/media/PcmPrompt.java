package org.voicesecretary.media;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Resampler;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** A prompt made of samples: encoded once for each codec that a call asks for, then kept. */
public final class PcmPrompt implements Prompt {
    private final Pcm master;
    private final AtomicReferenceArray<EncodedAudio> encoded = new AtomicReferenceArray<>(AudioCodec.values().length);

    /**
     * A prompt of {@code master}.
     *
     * @param master best at 16,000 Hz, the highest rate of the codecs; taken as it is, so level it before
     */
    public PcmPrompt(Pcm master) {
        this.master = master;
    }

    @Override
    public EncodedAudio encoded(AudioCodec codec) {
        EncodedAudio ready = encoded.get(codec.ordinal());
        if (ready == null) {
            synchronized (this) { // once, even where many calls start it together
                ready = encoded.get(codec.ordinal());
                if (ready == null) {
                    ready = codec.encode(Resampler.resample(master, codec.sampleRate()));
                    encoded.set(codec.ordinal(), ready);
                }
            }
        }
        return ready;
    }

    @Override
    public long durationMillis() {
        return master.durationMillis();
    }
}
