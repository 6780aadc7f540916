package org.voicesecretary.phone;

import java.nio.file.Path;
import java.util.Optional;
import org.voicesecretary.media.audio.Pcm;

/**
 * What became of a scripted call.
 *
 * @param endedByBye by whichever side
 * @param how in words, whatever it was
 * @param unfinished why the key script was not done to its end; empty where it was
 * @param heard everything, from the first packet to the last
 * @param recording where it was saved
 */
public record CallOutcome(
        boolean answered,
        boolean endedByBye,
        String how,
        Optional<String> unfinished,
        long millis,
        Pcm heard,
        Optional<Path> recording) {

    /** Answered, the whole script done, ended by BYE. */
    public boolean well() {
        return answered && endedByBye && unfinished.isEmpty();
    }
}
