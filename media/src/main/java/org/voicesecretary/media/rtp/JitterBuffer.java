package org.voicesecretary.media.rtp;

import java.util.Arrays;

/**
 * Brings what was received back into order. Packets in order pass at once; behind a gap they wait for the missing one, as long as the
 * measured jitter makes its coming plausible. It never delays the undisturbed stream, since nobody listens to it live: it feeds the
 * recording, the in-band detector and the test phone's ear.
 */
public final class JitterBuffer {
    /** Payloads in order. */
    @FunctionalInterface
    public interface Sink {

        /**
         * One payload; the bytes are reused after the return.
         *
         * @param timestamp of the packet; a gap to the one before tells what was lost
         */
        void payload(byte[] bytes, int offset, int length, int payloadType, long timestamp, long arrivalNanos);
    }

    private static final int CAPACITY = 16;
    private static final long SHORTEST_HOLD = 40_000_000L;
    private static final long LONGEST_HOLD = 160_000_000L;

    private final Sink sink;
    private final byte[][] payloads = new byte[CAPACITY][];
    private final int[] lengths = new int[CAPACITY];
    private final int[] types = new int[CAPACITY];
    private final long[] timestamps = new long[CAPACITY];
    private final long[] arrivals = new long[CAPACITY];
    private boolean started;
    private int next;
    private int waiting;
    private long tooLate;

    /** An empty buffer. */
    public JitterBuffer(Sink sink) {
        this.sink = sink;
        Arrays.fill(payloads, new byte[0]);
        Arrays.fill(lengths, -1);
    }

    /** Takes in a packet; {@code bytes} may be reused afterwards. */
    public void add(int sequence, byte[] bytes, int length, int payloadType, long timestamp, long arrivalNanos) {
        if (!started) {
            started = true;
            next = sequence;
        }
        int ahead = (short) (sequence - next);
        if (ahead < 0 && ahead > -CAPACITY) {
            tooLate++; // a duplicate, or overtaken by the decision not to wait
            return;
        }
        if (ahead < 0 || ahead >= CAPACITY) { // a jump: what waits goes first
            releaseAll();
            next = sequence;
            ahead = 0;
        }
        if (ahead == 0) {
            next = (next + 1) & 0xffff;
            sink.payload(bytes, 0, length, payloadType, timestamp, arrivalNanos);
            releaseInOrder();
            return;
        }
        store(sequence % CAPACITY, bytes, length, payloadType, timestamp, arrivalNanos);
    }

    /**
     * Gives up waiting for what has not come in time.
     *
     * @param jitterNanos the interarrival jitter measured
     */
    public void expire(long nowNanos, long jitterNanos) {
        if (waiting == 0) {
            return;
        }
        long hold = Math.clamp(3 * jitterNanos, SHORTEST_HOLD, LONGEST_HOLD);
        for (int i = 1; i < CAPACITY && waiting > 0; i++) {
            int slot = ((next + i) & 0xffff) % CAPACITY;
            if (lengths[slot] >= 0) {
                if (nowNanos - arrivals[slot] >= hold) {
                    next = (next + i) & 0xffff;
                    releaseInOrder();
                }
                return;
            }
        }
    }

    /** Forgets everything, for a new source. */
    public void reset() {
        releaseAll();
        started = false;
    }

    /** Packets that came when their place was gone, duplicates included. */
    public long tooLate() {
        return tooLate;
    }

    private void store(int slot, byte[] bytes, int length, int payloadType, long timestamp, long arrivalNanos) {
        if (lengths[slot] >= 0) {
            tooLate++;
            return;
        }
        if (payloads[slot].length < length) {
            payloads[slot] = new byte[length];
        }
        System.arraycopy(bytes, 0, payloads[slot], 0, length);
        lengths[slot] = length;
        types[slot] = payloadType;
        timestamps[slot] = timestamp;
        arrivals[slot] = arrivalNanos;
        waiting++;
    }

    private void releaseInOrder() {
        int slot = next % CAPACITY;
        while (waiting > 0 && lengths[slot] >= 0) {
            release(slot);
            next = (next + 1) & 0xffff;
            slot = next % CAPACITY;
        }
    }

    private void releaseAll() {
        for (int i = 0; i < CAPACITY && waiting > 0; i++) {
            int slot = ((next + i) & 0xffff) % CAPACITY;
            if (lengths[slot] >= 0) {
                release(slot);
            }
        }
    }

    private void release(int slot) {
        int length = lengths[slot];
        lengths[slot] = -1;
        waiting--;
        sink.payload(payloads[slot], 0, length, types[slot], timestamps[slot], arrivals[slot]);
    }
}
