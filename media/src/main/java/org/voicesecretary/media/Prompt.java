package org.voicesecretary.media;

import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** A sound that can be played: immutable, shared by all calls, its frames ready to send in every codec. */
public interface Prompt {
    EncodedAudio encoded(AudioCodec codec);

    long durationMillis();
}
