package org.voicesecretary.prompt;

import org.voicesecretary.media.PcmPrompt;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.speech.Mastering;

/**
 * What is heard where there is no speech: made of tones, so that it needs no engine.
 *
 * @param apology the special information tone of ITU-T E.180, which says in any country that a call cannot go on
 * @param filler short and soft: still here
 * @param nothing 20 ms of silence, for what has nothing to say
 */
record FixedTones(Prompt apology, Prompt filler, Prompt nothing) {
    static FixedTones make() {
        int rate = Mastering.SAMPLE_RATE;
        double amplitude = Tones.amplitude(-13);
        Pcm sit = Pcm.silence(100, rate);
        for (int frequency : new int[] {950, 1_400, 1_800}) {
            sit = sit.concat(Tones.sine(frequency, amplitude, 330, rate)).concat(Pcm.silence(30, rate));
        }
        return new FixedTones(
                new PcmPrompt(sit), new PcmPrompt(Tones.filler(rate)), new PcmPrompt(Pcm.silence(20, rate)));
    }
}
