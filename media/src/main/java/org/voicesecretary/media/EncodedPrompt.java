package org.voicesecretary.media;

import java.util.EnumMap;
import java.util.Map;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** A prompt whose frames were prepared before, such as those of a cache on disk. */
public final class EncodedPrompt implements Prompt {
    private final Map<AudioCodec, EncodedAudio> frames;
    private final long durationMillis;

    /**
     * A prompt of prepared frames.
     *
     * @param frames for each codec that calls may use
     */
    public EncodedPrompt(Map<AudioCodec, EncodedAudio> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("a prompt has frames of no codec; expected at least one");
        }
        this.frames = new EnumMap<>(frames);
        this.durationMillis = frames.values().iterator().next().durationMillis();
    }

    @Override
    public EncodedAudio encoded(AudioCodec codec) {
        EncodedAudio ready = frames.get(codec);
        if (ready == null) {
            throw new IllegalStateException("a prompt was not prepared for " + codec + ", only for " + frames.keySet()
                    + "; encode it for the codecs in use");
        }
        return ready;
    }

    @Override
    public long durationMillis() {
        return durationMillis;
    }
}
