package org.voicesecretary.speech;

import java.util.List;
import org.voicesecretary.protocol.Language;

/**
 * A voice of one engine.
 *
 * @param id its name within the engine, as scripts write it; letters, digits and {@code + - _ . /} only
 * @param language the language it speaks first of all
 * @param alsoSpeaks other languages it may be used for, the best fitting first
 * @param name for people
 * @param gender for people who choose
 */
public record Voice(String id, Language language, List<Language> alsoSpeaks, String name, Gender gender) {
    /** The language of a voice that reads any (ISO 639: multiple languages). */
    public static final Language EVERY_LANGUAGE = new Language("mul");

    public Voice {
        alsoSpeaks = List.copyOf(alsoSpeaks);
        // The id travels into command lines and URLs of engines: nothing in it may be read as anything but a name.
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9+_./-]{0,99}")) {
            throw new IllegalArgumentException("voice id is not usable: '" + id
                    + "', expected letters, digits and + - _ . / and a letter or digit first");
        }
    }

    public Voice(String id, Language language, String name, Gender gender) {
        this(id, language, List.of(), name, gender);
    }

    /** Whether the voice fits a wish: the same tag, or a wish without a region and a voice of any region. */
    public boolean speaks(Language wish) {
        return fits(language, wish) || alsoSpeaks.stream().anyMatch(other -> fits(other, wish));
    }

    private static boolean fits(Language spoken, Language wish) {
        return spoken.equals(EVERY_LANGUAGE)
                || spoken.equals(wish)
                || spoken.primary().equals(wish);
    }
}
