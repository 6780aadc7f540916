package org.voicesecretary.e2e;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.media.audio.Pcm;

/** When something was heard in a recording, and how long nothing was in between. Pauses within a sentence count as sound. */
record Stretches(List<Stretch> all) {
    /** Milliseconds from the beginning of the recording. */
    record Stretch(int from, int to) {}

    private static final int FRAME_MILLIS = 20;
    private static final int PAUSE_MILLIS = 400;
    /** −50 dBFS: louder than any comfort noise, softer than any speech. */
    private static final double LOUD = 32768 * 0.00316;

    static Stretches of(Pcm heard) {
        int frame = heard.sampleRate() * FRAME_MILLIS / 1000;
        List<Stretch> found = new ArrayList<>();
        for (int at = 0; at + frame <= heard.length(); at += frame) {
            if (rms(heard.samples(), at, frame) <= LOUD) {
                continue;
            }
            int millis = at / frame * FRAME_MILLIS;
            if (!found.isEmpty() && millis - found.getLast().to() <= PAUSE_MILLIS) {
                found.set(found.size() - 1, new Stretch(found.getLast().from(), millis + FRAME_MILLIS));
            } else {
                found.add(new Stretch(millis, millis + FRAME_MILLIS));
            }
        }
        return new Stretches(List.copyOf(found));
    }

    /** The silences between the sounds, in milliseconds. */
    List<Integer> gaps() {
        List<Integer> gaps = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            gaps.add(all.get(i).from() - all.get(i - 1).to());
        }
        return gaps;
    }

    private static double rms(short[] samples, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / count);
    }
}
