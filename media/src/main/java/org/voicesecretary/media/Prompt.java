package org.voicesecretary.media;

import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;

/** Something to be heard, ready to send. Immutable, and shared by all calls that play it. */
public interface Prompt {

    /**
     * The frames in a codec. May encode when asked for the first time, so that is done by who orders the playback, never by the thread
     * that sends.
     */
    EncodedAudio encoded(AudioCodec codec);

    /** How long it is heard; of one that repeats, how long a round of it is. */
    long durationMillis();

    /** Whether it begins again, without a gap, until it is stopped. */
    default boolean repeats() {
        return false;
    }

    /**
     * A sound that repeats until its playback is stopped, such as music on hold. Every call that plays it shares its frames and begins at
     * its beginning.
     *
     * @param master best at 16,000 Hz; what is left over behind the last whole 20 ms is cut off, so that the rounds join
     */
    static Prompt looping(Pcm master) {
        int frame = AudioCodec.FRAME_MILLIS;
        int whole = (int) Math.min(master.durationMillis() / frame * frame, Integer.MAX_VALUE / 8);
        return looping(new PcmPrompt(master.slice(0, whole), Math.min(whole, 200)));
    }

    /** A prompt that repeats until its playback is stopped, frame by frame as it is. */
    static Prompt looping(Prompt round) {
        return new LoopingPrompt(round);
    }
}
