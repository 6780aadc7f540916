package org.voicesecretary.media.bridge;

/** The sum of what several say in 20 ms at 16,000 Hz. One thread at a time; allocates nothing. */
public final class Mix {
    /** Samples of a frame. */
    public static final int SAMPLES = 320;

    private final int[] sum = new int[SAMPLES];

    /** Nobody has said anything yet. */
    public void clear() {
        for (int i = 0; i < SAMPLES; i++) {
            sum[i] = 0;
        }
    }

    public void add(short[] frame) {
        add(frame, 0, SAMPLES);
    }

    /** A frame that may be shorter than the others. */
    public void add(short[] samples, int offset, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += samples[offset + i];
        }
    }

    /** What all say, held within 16 bits. */
    public void all(short[] out) {
        for (int i = 0; i < SAMPLES; i++) {
            out[i] = saturate(sum[i]);
        }
    }

    /** What all others say, held within 16 bits. */
    public void others(short[] own, short[] out) {
        for (int i = 0; i < SAMPLES; i++) {
            out[i] = saturate(sum[i] - own[i]);
        }
    }

    private static short saturate(int value) {
        return (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
