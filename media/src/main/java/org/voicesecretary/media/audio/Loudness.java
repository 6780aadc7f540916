package org.voicesecretary.media.audio;

import java.util.Arrays;

/**
 * Brings all prompts to one loudness: {@value #TARGET_DBFS} dBFS RMS while somebody speaks, no peak over {@value #PEAK_DBFS} dBFS.
 * 0 dBFS is an amplitude of 32,768, so a full-scale sine has −3 dBFS RMS.
 */
public final class Loudness {

    public static final double TARGET_DBFS = -20;
    public static final double PEAK_DBFS = -3;

    /** What stays below is taken as silence and left as it is. */
    private static final double SILENCE_DBFS = -60;

    /** Frames so far below the loudest one are pauses. */
    private static final double ACTIVE_RANGE_DB = 25;

    private static final double MAX_GAIN_DB = 40;
    private static final int FRAME_MILLIS = 20;
    private static final int LIMITER_MILLIS = 5;

    /** Limiting takes some loudness away, which another pass gives back. */
    private static final int PASSES = 4;

    private Loudness() {}

    /** The same sound, levelled. */
    public static Pcm level(Pcm pcm) {
        double loudness = dbfs(pcm);
        if (loudness < SILENCE_DBFS) {
            return pcm;
        }
        double gainDb = Math.min(MAX_GAIN_DB, TARGET_DBFS - loudness);
        Pcm levelled = limited(pcm, gainDb);
        for (int pass = 1; pass < PASSES; pass++) {
            double missing = TARGET_DBFS - dbfs(levelled);
            if (Math.abs(missing) < 0.1) {
                break;
            }
            gainDb = Math.min(MAX_GAIN_DB, gainDb + Math.clamp(missing, -3, 3));
            levelled = limited(pcm, gainDb);
        }
        return levelled;
    }

    /** The RMS level of the active parts, pauses left out, in dBFS; −100 of silence. */
    public static double dbfs(Pcm pcm) {
        int frame = Math.max(1, Pcm.samplesIn(FRAME_MILLIS, pcm.sampleRate()));
        int frames = Math.ceilDiv(pcm.length(), frame);
        double[] levels = new double[frames];
        double loudest = 0;
        for (int i = 0; i < frames; i++) {
            levels[i] = pcm.rms(i * frame, Math.min(pcm.length(), (i + 1) * frame));
            loudest = Math.max(loudest, levels[i]);
        }
        double floor = loudest * Math.pow(10, -ACTIVE_RANGE_DB / 20);
        double sum = 0;
        int active = 0;
        for (double level : levels) {
            if (level >= floor && level > 0) {
                sum += level * level;
                active++;
            }
        }
        return active == 0 ? -100 : Math.max(-100, 20 * Math.log10(Math.sqrt(sum / active) / 32_768));
    }

    /**
     * Amplified, with peaks turned down softly: the gain each sample needs is spread over some milliseconds around it (the lowest of
     * the neighbourhood, then the mean of those), so it moves slowly and still never lets a peak through.
     */
    private static Pcm limited(Pcm pcm, double gainDb) {
        short[] in = pcm.samples();
        double gain = Math.pow(10, gainDb / 20);
        double ceiling = Math.floor(32_768 * Math.pow(10, PEAK_DBFS / 20));
        int reach = Math.max(1, Pcm.samplesIn(LIMITER_MILLIS, pcm.sampleRate()));
        double[] needed = new double[in.length + 2 * reach];
        Arrays.fill(needed, 1);
        for (int i = 0; i < in.length; i++) {
            double peak = Math.abs(in[i] * gain);
            needed[i + reach] = peak > ceiling ? ceiling / peak : 1;
        }
        double[] lowest = slidingMinimum(needed, reach);
        short[] out = new short[in.length];
        double sum = 0;
        for (int i = 0; i < lowest.length; i++) {
            sum += lowest[i];
            if (i > reach) {
                sum -= lowest[i - reach - 1];
            }
            int at = i - reach;
            if (at >= 0) {
                out[at] = Pcm.saturate(in[at] * gain * Math.min(1, sum / (reach + 1)));
            }
        }
        return new Pcm(out, pcm.sampleRate());
    }

    /** At each place the minimum of the values from there to {@code reach} places on, where the input begins that much early. */
    private static double[] slidingMinimum(double[] values, int reach) {
        double[] lowest = new double[values.length - reach];
        int[] queue = new int[values.length];
        int head = 0;
        int tail = 0;
        for (int i = 0; i < values.length; i++) {
            while (tail > head && values[queue[tail - 1]] >= values[i]) {
                tail--;
            }
            queue[tail++] = i;
            while (queue[head] < i - reach) {
                head++;
            }
            if (i >= reach) {
                lowest[i - reach] = values[queue[head]];
            }
        }
        return lowest;
    }
}
