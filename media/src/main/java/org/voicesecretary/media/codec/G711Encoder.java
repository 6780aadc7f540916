package org.voicesecretary.media.codec;

import org.voicesecretary.media.audio.G711;

/** PCMU or PCMA; has no memory. */
record G711Encoder(boolean muLaw) implements AudioEncoder {

    @Override
    public int encode(short[] in, int inOffset, int count, byte[] out, int outOffset) {
        if (muLaw) {
            for (int i = 0; i < count; i++) {
                out[outOffset + i] = G711.toMuLaw(in[inOffset + i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[outOffset + i] = G711.toALaw(in[inOffset + i]);
            }
        }
        return count;
    }
}
