package org.voicesecretary.pbx.queue;

import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.Pcm;

/** The music that comes with the program: a slow figure of soft tones, made here, so that nobody's rights are touched. */
public final class WaitingMelody {
    private static final int RATE = 16_000;
    private static final int NOTE_MILLIS = 500;
    private static final double AMPLITUDE = 4000;
    /** Semitones above A3. */
    private static final int[] FIGURE = {
        3, 7, 10, 15, 10, 7, 3, 7, 8, 12, 15, 20, 15, 12, 8, 12, 5, 8, 12, 17, 12, 8, 5, 8, 10, 14, 17, 22, 17, 14, 10,
        7
    };

    private static final Prompt USUAL = Prompt.looping(figure());

    private WaitingMelody() {}

    /** Begins again without a gap. */
    public static Prompt usual() {
        return USUAL;
    }

    private static Pcm figure() {
        int perNote = RATE * NOTE_MILLIS / 1000;
        short[] samples = new short[perNote * FIGURE.length];
        for (int note = 0; note < FIGURE.length; note++) {
            double hertz = 220 * Math.pow(2, FIGURE[note] / 12.0);
            for (int i = 0; i < perNote; i++) {
                double fade = Math.min(1, i / (0.02 * RATE)) * Math.min(1, (perNote - i) / (0.1 * RATE));
                double phase = 2 * Math.PI * hertz * i / RATE;
                double wave = Math.sin(phase) + 0.25 * Math.sin(2 * phase);
                samples[note * perNote + i] = (short) (AMPLITUDE * fade * wave / 1.25);
            }
        }
        return new Pcm(samples, RATE);
    }
}
