package org.voicesecretary.media;

import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** Something to be heard, ready to send. Immutable, and shared by all calls that play it. */
public interface Prompt {

    /**
     * The frames in a codec. May encode when asked for the first time, so that is done by who orders the playback, never by the thread
     * that sends.
     */
    EncodedAudio encoded(AudioCodec codec);

    /** How long it is heard. */
    long durationMillis();
}
