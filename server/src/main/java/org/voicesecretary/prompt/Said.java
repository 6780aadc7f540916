package org.voicesecretary.prompt;

import java.util.List;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Note;

/**
 * Something made ready to be heard.
 *
 * @param prompt what is played; 20 ms of silence if there is nothing to hear
 * @param text what is heard, in words; of an imported sound its id
 * @param language of the text
 * @param notes what was done otherwise than asked
 */
public record Said(Prompt prompt, String text, Language language, List<Note> notes) {
    public Said {
        notes = List.copyOf(notes);
    }
}
