package org.voicesecretary.speech.spell;

import java.util.List;
import org.voicesecretary.speech.Note;

/**
 * Something in words.
 *
 * @param text ready for an engine; empty if there was nothing to say
 * @param notes what was left out or read in another way than asked
 */
public record Spelled(String text, List<Note> notes) {
    public Spelled {
        notes = List.copyOf(notes);
    }
}
