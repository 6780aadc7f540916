package org.voicesecretary.media.codec;

import org.voicesecretary.media.audio.G711;

/** PCMU or PCMA; has no memory. */
record G711Decoder(boolean muLaw) implements AudioDecoder {

    @Override
    public int decode(byte[] in, int inOffset, int count, short[] out, int outOffset) {
        if (muLaw) {
            for (int i = 0; i < count; i++) {
                out[outOffset + i] = G711.fromMuLaw(in[inOffset + i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[outOffset + i] = G711.fromALaw(in[inOffset + i]);
            }
        }
        return count;
    }
}
