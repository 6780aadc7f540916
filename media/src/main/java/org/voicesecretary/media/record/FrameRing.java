package org.voicesecretary.media.record;

import java.util.concurrent.atomic.AtomicLong;
import org.voicesecretary.media.codec.AudioCodec;

/**
 * Encoded frames on their way from the packet path to the writer: one thread puts in, one takes out, neither waits. Where the writer
 * falls behind, frames are dropped and counted.
 */
final class FrameRing {
    /** Takes out frames; the bytes are reused after the return. */
    @FunctionalInterface
    interface Drain {
        void frame(int channel, AudioCodec codec, long position, byte[] bytes, int length);
    }

    private static final AudioCodec[] CODECS = AudioCodec.values();
    private static final int HEADER = 12; // length 2, channel 1, codec 1, position 8
    private static final int LONGEST = 2048;

    private final byte[] ring;
    private final int mask;
    private final AtomicLong head = new AtomicLong(); // next to take out
    private final AtomicLong tail = new AtomicLong(); // next to put in
    private final AtomicLong dropped = new AtomicLong();
    private final byte[] taken = new byte[LONGEST];

    /** A ring of {@code capacity} bytes, a power of two. */
    FrameRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("ring capacity " + capacity + " is no power of two");
        }
        this.ring = new byte[capacity];
        this.mask = capacity - 1;
    }

    void offer(int channel, AudioCodec codec, long position, byte[] bytes, int offset, int length) {
        long at = tail.getPlain();
        if (length > LONGEST || at + HEADER + length - head.getAcquire() > ring.length) {
            dropped.lazySet(dropped.getPlain() + 1);
            return;
        }
        put(at, length >> 8);
        put(at + 1, length);
        put(at + 2, channel);
        put(at + 3, codec.ordinal());
        for (int i = 0; i < 8; i++) {
            put(at + 4 + i, (int) (position >> (56 - 8 * i)));
        }
        copyIn(at + HEADER, bytes, offset, length);
        tail.setRelease(at + HEADER + length);
    }

    void drainTo(Drain drain) {
        long end = tail.getAcquire();
        long at = head.getPlain();
        while (at < end) {
            int length = get(at) << 8 | get(at + 1);
            int channel = get(at + 2);
            AudioCodec codec = CODECS[get(at + 3)];
            long position = 0;
            for (int i = 0; i < 8; i++) {
                position = position << 8 | get(at + 4 + i);
            }
            copyOut(at + HEADER, length);
            at += HEADER + length;
            head.setRelease(at);
            drain.frame(channel, codec, position, taken, length);
        }
    }

    long dropped() {
        return dropped.get();
    }

    private void put(long at, int value) {
        ring[(int) at & mask] = (byte) value;
    }

    private int get(long at) {
        return ring[(int) at & mask] & 0xff;
    }

    private void copyIn(long at, byte[] bytes, int offset, int length) {
        int start = (int) at & mask;
        int first = Math.min(length, ring.length - start);
        System.arraycopy(bytes, offset, ring, start, first);
        System.arraycopy(bytes, offset + first, ring, 0, length - first);
    }

    private void copyOut(long at, int length) {
        int start = (int) at & mask;
        int first = Math.min(length, ring.length - start);
        System.arraycopy(ring, start, taken, 0, first);
        System.arraycopy(ring, 0, taken, first, length - first);
    }
}
