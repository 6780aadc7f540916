package org.voicesecretary.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.voicesecretary.media.ReceivedAudio;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.clock.MediaClock;

/** Everything a phone has heard in one call, with the time at which each packet came; any thread may ask. */
public final class HeardAudio implements ReceivedAudio {
    /** Louder than any comfort noise, softer than any speech: −50 dBFS. */
    private static final double LOUD = 32768 * 0.00316;

    private final MediaClock clock;
    private short[] samples = new short[1 << 16];
    private int length;
    private int sampleRate = 8000;
    private long lastLoudNanos;
    private long firstLoudNanos;
    private int frames;

    public HeardAudio(MediaClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void samples(short[] received, int count, int rate, long arrivalNanos, boolean lost) {
        sampleRate = rate;
        if (length + count > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(samples.length * 2, length + count));
        }
        System.arraycopy(received, 0, samples, length, count);
        length += count;
        frames++;
        if (rms(received, count) > LOUD) {
            lastLoudNanos = arrivalNanos;
            if (firstLoudNanos == 0) {
                firstLoudNanos = arrivalNanos;
            }
        }
        notifyAll();
    }

    /** All so far. */
    public synchronized Pcm pcm() {
        return new Pcm(Arrays.copyOf(samples, length), sampleRate);
    }

    /** How much so far; a mark for {@link #since}. */
    public synchronized int mark() {
        return length;
    }

    /** What came after a mark. */
    public synchronized Pcm since(int mark) {
        return new Pcm(Arrays.copyOfRange(samples, Math.min(mark, length), length), sampleRate);
    }

    /** Packets so far. */
    public synchronized int packets() {
        return frames;
    }

    /** When the last packet that was no silence came, by the media clock; 0 before the first. */
    public synchronized long lastLoudNanos() {
        return lastLoudNanos;
    }

    /** When the first packet that was no silence came, by the media clock; 0 before. */
    public synchronized long firstLoudNanos() {
        return firstLoudNanos;
    }

    /** Waits until 100 ms of a tone of this frequency were heard after the mark. */
    public boolean awaitTone(double hertz, int mark, Duration within) throws InterruptedException {
        return await(() -> hasTone(hertz, mark), within);
    }

    /** Waits for anything that is no silence after the mark. */
    public boolean awaitSound(int mark, Duration within) throws InterruptedException {
        return await(() -> since(mark).rms() > LOUD / 4 && loudAfter(mark), within);
    }

    /** Waits until nothing was heard for {@code quiet}, after something was. */
    public boolean awaitQuiet(Duration quiet, Duration within) throws InterruptedException {
        return await(() -> lastLoudNanos != 0 && clock.nanos() - lastLoudNanos >= quiet.toNanos(), within);
    }

    /** Waits until this much audio, silence included, came after the mark. */
    public boolean awaitLength(int mark, Duration length, Duration within) throws InterruptedException {
        return await(() -> (long) (this.length - mark) * 1000 >= length.toMillis() * sampleRate, within);
    }

    private boolean loudAfter(int mark) {
        int frame = sampleRate / 50;
        for (int at = mark; at + frame <= length; at += frame) {
            if (rms(Arrays.copyOfRange(samples, at, at + frame), frame) > LOUD) {
                return true;
            }
        }
        return false;
    }

    private boolean hasTone(double hertz, int mark) {
        int window = sampleRate / 10;
        for (int at = mark; at + window <= length; at += window / 2) {
            double amplitude = Goertzel.amplitude(samples, at, window, hertz, sampleRate);
            double whole = rms(Arrays.copyOfRange(samples, at, at + window), window);
            if (whole > LOUD && amplitude / Math.sqrt(2) > whole * 0.7) {
                return true;
            }
        }
        return false;
    }

    private synchronized boolean await(BooleanSupplier condition, Duration within) throws InterruptedException {
        long deadline = clock.nanos() + within.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - clock.nanos();
            if (left <= 0) {
                return false;
            }
            wait(Math.clamp(left / 1_000_000, 1, 20));
        }
        return true;
    }

    private static double rms(short[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) values[i] * values[i];
        }
        return count == 0 ? 0 : Math.sqrt(sum / count);
    }
}
