package org.voicesecretary.media.bridge;

import org.voicesecretary.media.audio.HalfBand;

/**
 * Evens out decoded sound that comes as the network brings it, for somebody who takes 20 ms of it every 20 ms: begins with two frames in
 * hand, takes more in hand where it ran dry, and fewer again after a calm while, which also makes up for clocks that drift. One thread at a
 * time; allocates nothing after the first frame.
 */
public final class Playout {
    private static final int FRAMES_A_SECOND = 50;
    private static final int CAPACITY = 8000; // samples: half a second at 16,000 Hz
    private static final int FEWEST = 2;
    private static final int MOST = 6;
    /** Running dry for longer than this is a pause of the speaker, not jitter. */
    private static final int JITTER_FRAMES = 10;

    private static final int WINDOW = 100;

    private final short[] ring = new short[CAPACITY];
    private final short[] frame = new short[320];
    private HalfBand filter = new HalfBand();
    private int rate = 8000;
    private int outRate;
    private int at;
    private int count;
    private int inHand = FEWEST;
    private boolean running;
    private boolean ranDry;
    private int dry;
    private int window;
    private int least = MOST;

    /** Takes in samples at 8000 or 16,000 Hz, in order; what finds no room pushes out the oldest. */
    public void add(short[] samples, int length, int sampleRate) {
        if (sampleRate != rate) {
            clear();
            rate = sampleRate;
        }
        int skip = Math.max(0, length - CAPACITY);
        int room = CAPACITY - count;
        if (length - skip > room) {
            discard(length - skip - room);
        }
        int end = (at + count) % CAPACITY;
        for (int i = skip; i < length; i++) {
            ring[end] = samples[i];
            end = end + 1 == CAPACITY ? 0 : end + 1;
        }
        count += length - skip;
    }

    /**
     * The next 20 ms at {@code sampleRate}.
     *
     * @param out holds 160 or 320 samples
     * @return false where there is nothing to be heard now; {@code out} is then left as it was
     */
    public boolean take(short[] out, int sampleRate) {
        int samples = rate / FRAMES_A_SECOND;
        if (!running) {
            dry++;
            if (count > 0 && ranDry) {
                ranDry = false;
                if (dry <= JITTER_FRAMES) {
                    inHand = Math.min(MOST, inHand + 1);
                }
            }
            if (count < inHand * samples) {
                return false;
            }
            begin();
        }
        if (count < samples) {
            running = false;
            ranDry = true;
            dry = 0;
            return false;
        }
        if (sampleRate != outRate) {
            outRate = sampleRate;
            filter = new HalfBand();
        }
        for (int i = 0; i < samples; i++) {
            frame[i] = ring[at];
            at = at + 1 == CAPACITY ? 0 : at + 1;
        }
        count -= samples;
        fit(out, samples, sampleRate);
        trim(samples);
        return true;
    }

    private void begin() {
        running = true;
        window = 0;
        least = MOST + 1;
    }

    private void fit(short[] out, int samples, int sampleRate) {
        if (sampleRate > rate) {
            filter.up(frame, 0, samples, out, 0);
        } else if (sampleRate < rate) {
            filter.down(frame, 0, samples, out, 0);
        } else {
            System.arraycopy(frame, 0, out, 0, samples);
        }
    }

    /** What stayed in hand for two seconds without ever being needed is only delay. */
    private void trim(int samples) {
        int left = count / samples;
        if (left > 2 * MOST) {
            discard(count - inHand * samples); // a burst after a standstill
            begin();
            return;
        }
        least = Math.min(least, left);
        if (++window == WINDOW) {
            if (least > inHand) {
                discard(samples);
            } else if (least > 1 && inHand > FEWEST) {
                inHand--;
            }
            begin();
        }
    }

    private void discard(int samples) {
        int gone = Math.min(samples, count);
        at = (at + gone) % CAPACITY;
        count -= gone;
    }

    /** Forgets what is in hand: a new source, or sound that is not to be heard any more. */
    public void clear() {
        count = 0;
        running = false;
        ranDry = false;
    }
}
