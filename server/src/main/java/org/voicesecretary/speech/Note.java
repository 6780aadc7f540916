package org.voicesecretary.speech;

/**
 * Something that was done otherwise than asked, for the call's timeline. It is not a failure: the caller hears something.
 *
 * @param kind which rule was applied
 * @param text one sentence for people: what was asked, what was done instead
 */
public record Note(Kind kind, String text) {
    /** Which rule was applied. */
    public enum Kind {
        LANGUAGE,
        VOICE,
        ENGINE,
        TEXT,
        DIGITS,
        NUMBER,
        PHRASE,
        SOUND
    }
}
