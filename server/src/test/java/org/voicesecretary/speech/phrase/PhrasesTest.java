package org.voicesecretary.speech.phrase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.SpeakableText;

@Tag("unit")
class PhrasesTest {
    private static final Path PAGE = Path.of("..", "docs", "phrases.md");

    private final Phrases phrases = Phrases.shipped();

    @Test
    void theNumbersRunFromOneWithoutAGapAndAreAtLeastForty() {
        assertThat(phrases.table().keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, phrases.table().size()).boxed().toList());
        assertThat(phrases.table().size()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void everyPhraseExistsInAllSevenLanguagesAndCanBeSpokenAsItIs() {
        phrases.table().forEach((number, phrase) -> {
            assertThat(phrase.texts().keySet()).containsExactlyInAnyOrderElementsOf(Language.PROTOCOL);
            phrase.texts().forEach((language, text) -> {
                assertThat(text)
                        .as("%d in %s", number, language.code())
                        .isNotBlank()
                        .isNotEqualTo("null");
                assertThat(SpeakableText.of(text).text()).isEqualTo(text);
            });
        });
    }

    @Test
    void eachLanguageIsWrittenInItsOwnScript() {
        phrases.table()
                .forEach((number, phrase) -> phrase.texts().forEach((language, text) -> {
                    boolean cyrillic = language.equals(Language.RU) || language.equals(Language.UA);
                    assertThat(text)
                            .as("%d in %s", number, language.code())
                            .matches(cyrillic ? "[\\p{IsCyrillic}\\p{P}\\p{Zs}]+" : "[\\p{IsLatin}\\p{P}\\p{Zs}]+");
                    if (language.equals(Language.RU)) {
                        assertThat(text).doesNotContainPattern("[іїєґ]");
                    }
                    if (language.equals(Language.UA)) {
                        assertThat(text).doesNotContainPattern("[ыэъё]");
                    }
                }));
    }

    @Test
    void theFirstTenMeanWhatScriptsRelyOn() {
        assertThat(IntStream.rangeClosed(1, 10)
                        .mapToObj(n -> phrases.table().get(n).texts().get(Language.EN)))
                .containsExactly(
                        "Hello!",
                        "Welcome!",
                        "Please enter your number and press the hash key.",
                        "Thank you.",
                        "Goodbye!",
                        "That input is not valid. Please try again.",
                        "Please hold the line.",
                        "Your balance is",
                        "We are sorry, an error has occurred. Please call again later.",
                        "The PIN is not valid.");
    }

    @Test
    void anAccountsOverrideWinsAndMayAddNumbers() {
        Map<Language, Map<Integer, String>> overrides = Map.of(Language.EN, Map.of(1, "Howdy!", 900, "Extra."));

        assertThat(phrases.find(1, Language.EN, Language.DE, overrides))
                .contains(new Phrases.Found(Language.EN, "Howdy!"));
        assertThat(phrases.find(900, Language.EN, Language.DE, overrides))
                .contains(new Phrases.Found(Language.EN, "Extra."));
        assertThat(phrases.find(1, Language.DE, Language.DE, overrides))
                .contains(new Phrases.Found(Language.DE, "Guten Tag!"));
        assertThat(phrases.find(900, Language.DE, Language.DE, overrides))
                .contains(new Phrases.Found(Language.EN, "Extra."));
    }

    @Test
    void otherLanguagesGetTheAccountsAndThenEnglish() {
        Language italian = new Language("it");

        assertThat(phrases.find(4, italian, Language.DE, Map.of()))
                .contains(new Phrases.Found(Language.DE, "Vielen Dank."));
        assertThat(phrases.find(4, italian, italian, Map.of())).contains(new Phrases.Found(Language.EN, "Thank you."));
        assertThat(phrases.find(4, italian, italian, Map.of(italian, Map.of(4, "Grazie."))))
                .contains(new Phrases.Found(italian, "Grazie."));
        assertThat(phrases.find(4, new Language("en-gb"), Language.DE, Map.of()))
                .map(Phrases.Found::text)
                .contains("Thank you.");
    }

    @Test
    void unknownNumbersAreNothing() {
        for (int number : new int[] {0, -1, phrases.table().size() + 1, Integer.MAX_VALUE}) {
            assertThat(phrases.find(number, Language.EN, Language.EN, Map.of())).isEmpty();
        }
    }

    @Test
    void theProductsOwnSentencesAreInTheTable() {
        for (SystemText text : SystemText.values()) {
            assertThat(phrases.table()).containsKey(text.phrase());
        }
    }

    @Test
    void thePageShowsTheTable() throws IOException {
        String page = page();
        Path made = Files.writeString(Path.of("target", "phrases.md"), page);

        assertThat(Files.readString(PAGE))
                .as("docs/phrases.md shows what phrases.yaml says; copy %s over it", made.toAbsolutePath())
                .isEqualTo(page);
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                # Popular phrases

                `ivr_saypopular: N` with `language` speaks phrase N of this table. A number means the same in every language. The
                numbering is Voice Secretary's own: other services that speak this protocol number their phrases differently.
                Numbers are never reused; new phrases are added at the end.

                An account may override any phrase, or add numbers of its own, in its `account.yaml`:

                ```yaml
                phrases: {en: {1: "Hello, this is the demo shop."}}
                ```

                In a language other than these seven a phrase is spoken in the account's language, else in English. A number that
                is not in the table is noted in the call's timeline, and nothing is heard. Phrases 9, 18, 5, 39 and 38 are also what
                the product itself says after a failure, while a script thinks, to say goodbye, when it is full and when a number
                is not in service.

                """);
        phrases.table().forEach((number, phrase) -> {
            page.append("## ")
                    .append(number)
                    .append(": ")
                    .append(phrase.about())
                    .append("\n\n");
            for (Language language : Language.PROTOCOL) {
                page.append("* `")
                        .append(language.code())
                        .append("` ")
                        .append(phrase.texts().get(language))
                        .append('\n');
            }
            page.append('\n');
        });
        return page.toString().stripTrailing() + "\n";
    }
}
