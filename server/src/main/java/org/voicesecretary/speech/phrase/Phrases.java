package org.voicesecretary.speech.phrase;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voicesecretary.protocol.Language;

/**
 * The popular phrases of {@code ivr_saypopular}: our own table, the same number means the same in every language.
 *
 * @param table number to phrase, ascending
 */
public record Phrases(Map<Integer, Phrase> table) {
    private static final String RESOURCE = "phrases.yaml";

    /**
     * One phrase.
     *
     * @param about what it is for, in English
     * @param texts the sentence in each of the seven languages
     */
    public record Phrase(String about, Map<Language, String> texts) {
        public Phrase {
            texts = Map.copyOf(texts);
        }
    }

    /** A phrase in a language, which is another one than asked for where the phrase does not exist in that. */
    public record Found(Language language, String text) {}

    /** The table that ships. */
    public static Phrases shipped() {
        try (InputStream in = Phrases.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing in the program's archive: build it again");
            }
            return parse(new Load(LoadSettings.builder().setLabel(RESOURCE).build()).loadFromInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The phrase with that number: as the account overrides it in the language, as shipped in the language, else both
     * again in the account's language, else in English. Empty if the number means nothing.
     *
     * @param overrides of the account
     */
    public Optional<Found> find(
            int number, Language language, Language account, Map<Language, Map<Integer, String>> overrides) {
        for (Language tried : new Language[] {language, account, Language.EN}) {
            Optional<String> text = in(number, tried, overrides);
            if (text.isPresent()) {
                return Optional.of(new Found(tried, text.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> in(int number, Language language, Map<Language, Map<Integer, String>> overrides) {
        for (Language tried : new Language[] {language, language.primary()}) {
            String own = overrides.getOrDefault(tried, Map.of()).get(number);
            if (own != null) {
                return Optional.of(own);
            }
        }
        Phrase phrase = table.get(number);
        return Optional.ofNullable(phrase).map(Phrase::texts).map(texts -> texts.get(language.primary()));
    }

    private static Phrases parse(Object document) {
        Map<Integer, Phrase> table = new TreeMap<>();
        ((Map<?, ?>) document).forEach((number, entry) -> table.put((Integer) number, phrase((Map<?, ?>) entry)));
        return new Phrases(Collections.unmodifiableMap(table));
    }

    private static Phrase phrase(Map<?, ?> entry) {
        Map<Language, String> texts = new LinkedHashMap<>();
        for (Language language : Language.PROTOCOL) {
            texts.put(language, String.valueOf(entry.get(language.code())));
        }
        return new Phrase(String.valueOf(entry.get("about")), texts);
    }
}
