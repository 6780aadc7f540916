package org.voicesecretary.media.codec;

/** Linear samples to the bytes of one codec. Has a memory (G.722): one for each stream, one thread at a time. Allocates nothing. */
public sealed interface AudioEncoder permits G711Encoder, G722Encoder {

    /**
     * Encodes samples at the codec's sample rate.
     *
     * @param count an even number of samples for G.722, any for the others
     * @return how many bytes were written to {@code out}
     */
    int encode(short[] in, int inOffset, int count, byte[] out, int outOffset);
}
