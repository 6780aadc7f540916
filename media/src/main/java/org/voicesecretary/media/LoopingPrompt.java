package org.voicesecretary.media;

import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** A prompt over and over. */
record LoopingPrompt(Prompt round) implements Prompt {

    @Override
    public EncodedAudio encoded(AudioCodec codec) {
        return round.encoded(codec);
    }

    @Override
    public long durationMillis() {
        return round.durationMillis();
    }

    @Override
    public boolean repeats() {
        return true;
    }
}
