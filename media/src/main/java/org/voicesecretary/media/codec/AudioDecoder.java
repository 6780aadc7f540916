package org.voicesecretary.media.codec;

/** Bytes of one codec to linear samples. Has a memory (G.722): one for each stream, one thread at a time. Allocates nothing. */
public sealed interface AudioDecoder permits G711Decoder, G722Decoder {

    /**
     * Decodes bytes to samples at the codec's sample rate.
     *
     * @return how many samples were written to {@code out}: one for a byte of G.711, two for a byte of G.722
     */
    int decode(byte[] in, int inOffset, int count, short[] out, int outOffset);
}
