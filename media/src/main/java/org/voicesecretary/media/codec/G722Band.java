package org.voicesecretary.media.codec;

import java.util.Arrays;

/**
 * The part that encoder and decoder of one sub-band have in common, so that they stay in step: adaptive predictor and adaptive
 * quantizer scale of ITU-T G.722 §3.5 and §3.6, in its 16-bit arithmetic. Block names in comments are the Recommendation's.
 */
final class G722Band {

    static final int[] LOWER_QUANTIZER_6 = inverseQuantizer6();
    private static final int[] LOWER_QUANTIZER_4 = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0
    };
    private static final int[] HIGHER_QUANTIZER_2 = {-7408, -1616, 7408, 1616};

    private static final int[] LOWER_LOG_STEPS = {
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
    };
    private static final int[] HIGHER_LOG_STEPS = {798, -214, 798, -214};

    private static final int[] ANTILOG = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
    };

    private static final int ZEROS = 6;

    private final int[] quantizer;
    private final int[] logSteps;
    private final int logLimit;
    private final int antilogShift;

    private final int[] difference = new int[ZEROS];
    private final int[] zero = new int[ZEROS];
    private int reconstructed1;
    private int reconstructed2;
    private int partial1;
    private int partial2;
    private int pole1;
    private int pole2;
    private int zeroPrediction;
    private int prediction;
    private int logScale;
    private int scale;

    private G722Band(int[] quantizer, int[] logSteps, int logLimit, int antilogShift, int scale) {
        this.quantizer = quantizer;
        this.logSteps = logSteps;
        this.logLimit = logLimit;
        this.antilogShift = antilogShift;
        this.scale = scale;
    }

    /** 0 to 4000 Hz, whose adaptation runs on the upper four of the six bits. */
    static G722Band lower() {
        return new G722Band(LOWER_QUANTIZER_4, LOWER_LOG_STEPS, 18_432, 8, 32);
    }

    /** 4000 to 8000 Hz, two bits. */
    static G722Band higher() {
        return new G722Band(HIGHER_QUANTIZER_2, HIGHER_LOG_STEPS, 22_528, 10, 8);
    }

    /** The value expected next. */
    int prediction() {
        return prediction;
    }

    /** The step of the quantizer now. */
    int scale() {
        return scale;
    }

    /** The difference that a code of this band's adaptation means now. */
    int difference(int code) {
        return (scale * quantizer[code]) >> 15;
    }

    /** Moves on by one value: the code as the other side sees it, 4 bits in the lower band, 2 in the higher. */
    void adapt(int code) {
        int now = difference(code);
        adaptScale(code);
        adaptPredictor(now);
    }

    /** Blocks LOGSCL, LOGSCH, SCALEL, SCALEH. */
    private void adaptScale(int code) {
        logScale = Math.clamp(((logScale * 127) >> 7) + logSteps[code], 0, logLimit);
        int mantissa = ANTILOG[(logScale >> 6) & 31];
        int shift = antilogShift - (logScale >> 11);
        scale = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
    }

    private void adaptPredictor(int now) {
        int reconstructed = saturate(prediction + now); // RECONS
        int partial = saturate(zeroPrediction + now); // PARREC
        adaptPoles(partial);
        adaptZeros(now);
        reconstructed2 = reconstructed1;
        reconstructed1 = reconstructed;
        partial2 = partial1;
        partial1 = partial;
        // FILTEP
        int polePrediction = saturate(
                ((pole1 * saturate(2 * reconstructed1)) >> 15) + ((pole2 * saturate(2 * reconstructed2)) >> 15));
        // FILTEZ
        int sum = 0;
        for (int i = 0; i < ZEROS; i++) {
            sum += (zero[i] * saturate(2 * difference[i])) >> 15;
        }
        zeroPrediction = saturate(sum);
        prediction = saturate(polePrediction + zeroPrediction); // PREDIC
    }

    /** Blocks UPPOL2 and UPPOL1. */
    private void adaptPoles(int partial) {
        boolean sameAsLast = (partial ^ partial1) >= 0;
        boolean sameAsBefore = (partial ^ partial2) >= 0;
        int coupling = saturate(4 * pole1);
        int second = ((sameAsLast ? Math.min(-coupling, 32_767) : coupling) >> 7)
                + (sameAsBefore ? 128 : -128)
                + ((pole2 * 32_512) >> 15);
        pole2 = Math.clamp(second, -12_288, 12_288);
        int limit = saturate(15_360 - pole2);
        int first = saturate((sameAsLast ? 192 : -192) + ((pole1 * 32_640) >> 15));
        pole1 = Math.clamp(first, -limit, limit);
    }

    /** Block UPZERO, and the delay line of differences. */
    private void adaptZeros(int now) {
        int step = now == 0 ? 0 : 128;
        for (int i = 0; i < ZEROS; i++) {
            int change = (now ^ difference[i]) >= 0 ? step : -step;
            zero[i] = saturate(change + ((zero[i] * 32_640) >> 15));
        }
        System.arraycopy(difference, 0, difference, 1, ZEROS - 1);
        difference[0] = now;
    }

    static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** Table 17 of the Recommendation: four codes that no encoder sends, then the negative and the positive values. */
    private static int[] inverseQuantizer6() {
        int[] magnitudes = {
            24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
            4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136
        };
        int[] table = new int[64];
        Arrays.fill(table, 0, 4, -136);
        for (int i = 0; i < 28; i++) {
            table[4 + i] = -magnitudes[i];
        }
        for (int i = 0; i < 30; i++) {
            table[32 + i] = magnitudes[i];
        }
        table[62] = -432;
        table[63] = -136;
        return table;
    }
}
