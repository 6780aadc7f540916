package org.voicesecretary.media;

import java.util.Arrays;
import org.voicesecretary.media.audio.Pcm;

/** Keeps what a session received, for assertions. */
final class Ear implements ReceivedAudio {
    private short[] heard = new short[1 << 16];
    private int count;
    private int rate = 8000;
    private long lastLoudNanos;
    private long firstLoudNanos;

    @Override
    public synchronized void samples(short[] samples, int n, int sampleRate, long arrivalNanos, boolean lost) {
        if (count + n > heard.length) {
            heard = Arrays.copyOf(heard, 2 * heard.length);
        }
        System.arraycopy(samples, 0, heard, count, n);
        count += n;
        rate = sampleRate;
        for (int i = 0; i < n; i++) {
            if (Math.abs(samples[i]) > 500) {
                lastLoudNanos = arrivalNanos;
                firstLoudNanos = firstLoudNanos == 0 ? arrivalNanos : firstLoudNanos;
                return;
            }
        }
    }

    synchronized long lastLoudNanos() {
        return lastLoudNanos;
    }

    synchronized long firstLoudNanos() {
        return firstLoudNanos;
    }

    synchronized long heardMillis() {
        return count * 1000L / rate;
    }

    /** The last {@code millis} heard. */
    synchronized Pcm last(int millis) {
        int from = Math.max(0, count - rate * millis / 1000);
        return new Pcm(Arrays.copyOfRange(heard, from, count), rate);
    }

    synchronized Pcm all() {
        return new Pcm(Arrays.copyOf(heard, count), rate);
    }

    synchronized void forget() {
        count = 0;
        firstLoudNanos = 0;
        lastLoudNanos = 0;
    }
}
