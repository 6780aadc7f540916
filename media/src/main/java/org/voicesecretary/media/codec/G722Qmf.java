package org.voicesecretary.media.codec;

/** The delay line of the 24-tap quadrature mirror filter of ITU-T G.722 §3.1 and §4.4; its two halves are the same on both sides. */
final class G722Qmf {

    private static final int TAPS = 24;
    private static final int[] COEFFICIENTS = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    /** Every value is written twice, half the array apart, so that the last 24 always lie in one piece. */
    private final int[] line = new int[2 * TAPS];

    private int at;
    private int even;
    private int odd;

    /** Takes the next two values and computes the sums of both phases. */
    void push(int first, int second) {
        line[at] = first;
        line[at + 1] = second;
        line[at + TAPS] = first;
        line[at + TAPS + 1] = second;
        at = (at + 2) % TAPS;
        int evenSum = 0;
        int oddSum = 0;
        for (int i = 0; i < TAPS / 2; i++) {
            evenSum += line[at + 2 * i] * COEFFICIENTS[i];
            oddSum += line[at + 2 * i + 1] * COEFFICIENTS[TAPS / 2 - 1 - i];
        }
        even = evenSum;
        odd = oddSum;
    }

    /** Σ of the values that came first of their pair. */
    int even() {
        return even;
    }

    /** Σ of the values that came second of their pair. */
    int odd() {
        return odd;
    }
}
