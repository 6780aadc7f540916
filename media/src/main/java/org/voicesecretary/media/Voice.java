package org.voicesecretary.media;

import org.voicesecretary.media.codec.AudioCodec;

/** Sound that is made turn by turn: the other side of a bridge in another codec, or a conference. On the loop's thread only. */
@FunctionalInterface
interface Voice {

    /** Writes the frame of 20 ms to be sent now; false where there is none. */
    boolean frame(AudioCodec codec, byte[] out);
}
