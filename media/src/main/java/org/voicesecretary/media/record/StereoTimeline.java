package org.voicesecretary.media.record;

import java.io.IOException;
import java.util.Arrays;

/**
 * Two channels on one time line: samples are laid where they belong in time, in whatever order they come; what nobody filled is silence.
 * A window of some seconds is kept open, all before it is written.
 */
final class StereoTimeline {
    /** Where finished samples go. */
    @FunctionalInterface
    interface Output {
        void write(short[] left, int leftOffset, short[] right, int rightOffset, int count) throws IOException;
    }

    private final short[][] channels;
    private final int window;
    private final Output output;
    private long base; // position of the first sample not written
    private long end; // behind the last sample laid

    StereoTimeline(int windowSamples, Output output) {
        this.window = windowSamples;
        this.channels = new short[2][windowSamples];
        this.output = output;
    }

    /** Lays samples at a position; what is older than what was written is lost, what is beyond the window pushes it on. */
    void lay(int channel, long position, short[] samples, int count) throws IOException {
        int skip = position < base ? (int) Math.min(count, base - position) : 0;
        if (skip == count) {
            return;
        }
        long from = position + skip;
        long until = position + count;
        if (until - base > window) {
            writeUntil(until - window / 2);
            if (from < base) {
                return; // a packet longer than half of the window: no codec makes one
            }
        }
        short[] line = channels[channel];
        for (int i = skip; i < count; i++) {
            line[(int) ((position + i) % window)] = samples[i];
        }
        end = Math.max(end, until);
    }

    /** Writes all before {@code position}, silence where nothing was laid. */
    void writeUntil(long position) throws IOException {
        while (base < position) {
            int start = (int) (base % window);
            int count = (int) Math.min(position - base, window - start);
            output.write(channels[0], start, channels[1], start, count);
            Arrays.fill(channels[0], start, start + count, (short) 0);
            Arrays.fill(channels[1], start, start + count, (short) 0);
            base += count;
        }
    }

    /** Behind the last sample laid or written. */
    long end() {
        return Math.max(base, end);
    }
}
