package org.voicesecretary.speech;

import java.util.List;
import org.voicesecretary.media.audio.Pcm;

/** A program or service that turns text into sound. Used by many threads at once. */
public interface SpeechEngine extends AutoCloseable {
    /** A short name, unique in the installation: letters, digits and dashes. */
    String id();

    /** Changes whenever the same request may sound different: the version of the program, the model, the settings. */
    String version();

    /** All voices; of those for one language the first is its default. */
    List<Voice> voices();

    /**
     * Renders the text: mono, at the engine's own sample rate and level.
     *
     * @throws SpeechException if there is no sound: it says why and whose fault it is
     */
    Pcm render(SpeechRequest request) throws SpeechException, InterruptedException;

    /** Gets ready to speak with a voice soon, where that takes time: starts processes, opens connections. */
    default void prepare(Voice voice) throws SpeechException {
        // Most engines have nothing to get ready.
    }

    @Override
    void close();
}
