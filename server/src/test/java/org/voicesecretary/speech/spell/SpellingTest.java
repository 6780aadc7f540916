package org.voicesecretary.speech.spell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Note;

@Tag("unit")
class SpellingTest {
    private final Spelling spelling = new Spelling();

    private record Golden(String number, String words) {}

    @ParameterizedTest
    @ValueSource(strings = {"ru", "ua", "en", "es", "pl", "fr", "de"})
    void everyNumberOfTheGoldenTableIsSpelledAsItStandsThere(String code) throws IOException {
        Language language = new Language(code);
        List<Golden> table = table(code);

        for (Golden golden : table) {
            assertThat(spelling.number(golden.number(), language).text())
                    .as("%s in %s", golden.number(), code)
                    .isEqualTo(golden.words());
        }
        assertThat(table.stream().map(Golden::number))
                .as("all numbers from 0 to 1,000 are in the table")
                .containsAll(IntStream.rangeClosed(0, 1_000)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    /** Written down by hand from grammars, not taken from the program. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ru | 21 | двадцать один
                    ru | 2000 | две тысячи
                    ru | 5000000 | пять миллионов
                    ru | 1.5 | одна целая пять десятых
                    ru | 11.01 | одиннадцать целых одна сотая
                    ua | 59 | п'ятдесят дев'ять
                    ua | 1000000000000 | один трильйон
                    ua | 2.3 | дві цілих три десятих
                    en | 1042 | one thousand forty-two
                    en | -12.5 | minus twelve point five
                    es | 31000 | treinta y un mil
                    es | 1000000000 | mil millones
                    es | 0.75 | cero coma setenta y cinco
                    pl | 22 | dwadzieścia dwa
                    pl | 5000 | pięć tysięcy
                    pl | 2.05 | dwa przecinek zero pięć
                    fr | 71 | soixante-et-onze
                    fr | 80 | quatre-vingts
                    fr | 80000 | quatre-vingt mille
                    fr | 200000000 | deux cents millions
                    de | 345 | dreihundertfünfundvierzig
                    de | 1000001 | eine Million eins
                    de | 2.71 | zwei Komma sieben eins
                    """)
    void numbersAreSpelledAsGrammarsHaveThem(String code, String number, String words) {
        assertThat(spelling.number(number, new Language(code)).text()).isEqualTo(words);
    }

    @Test
    void theNumbersOfALanguageAllDiffer() throws IOException {
        for (Language language : Language.PROTOCOL) {
            List<String> words = IntStream.rangeClosed(0, 1_000)
                    .mapToObj(n -> spelling.number(n, language).text())
                    .toList();
            assertThat(words).as(language.code()).doesNotHaveDuplicates().noneMatch(w -> w.matches(".*[0-9\u00AD].*"));
        }
    }

    @Test
    void longNumbersHaveAPauseAfterEachBigStep() {
        assertThat(spelling.number("1234567890", Language.EN).text())
                .isEqualTo("one billion, two hundred thirty-four million, five hundred sixty-seven thousand eight"
                        + " hundred ninety");
        assertThat(spelling.number("1000001", Language.EN).text()).isEqualTo("one million one");
    }

    @Test
    void numbersTooLargeAreReadDigitByDigitWithANote() {
        Spelled spelled = spelling.number("-1000000000000000", Language.EN);

        assertThat(spelled.text())
                .isEqualTo("minus one zero zero, zero zero zero, zero zero zero, zero zero zero,"
                        + " zero zero, zero zero");
        assertThat(spelled.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.text()).contains("10^15"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "12a", "--1", "1.2.3", "NaN", "Infinity", "1e999999999", "٣", "0x10"})
    void whatIsNoNumberIsNotReadAndNoted(String written) {
        Spelled spelled = spelling.number(written, Language.EN);

        assertThat(spelled.text()).isEmpty();
        assertThat(spelled.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.kind()).isEqualTo(Note.Kind.NUMBER));
    }

    @Test
    void aDecimalCommaIsUnderstoodAndNoted() {
        Spelled spelled = spelling.number("12,5", Language.EN);

        assertThat(spelled.text()).isEqualTo("twelve point five");
        assertThat(spelled.notes()).hasSize(1);
    }

    @Test
    void exponentsOfJsonNumbersAreUnderstood() {
        assertThat(spelling.number("1.5E3", Language.EN).text()).isEqualTo("one thousand five hundred");
        assertThat(spelling.number("25e-1", Language.EN).text()).isEqualTo("two point five");
    }

    @Test
    void otherLanguagesAreSpelledByIcuOrLeftToTheEngine() {
        assertThat(spelling.number("21", new Language("it")).text()).isEqualTo("ventuno");
        assertThat(spelling.number("-12.5", new Language("it")).text()).isEqualTo("meno dodici virgola cinque");
        assertThat(spelling.number("-12.5", new Language("piqd")).text()).isEqualTo("-12.5");
        assertThat(spelling.digits("042", new Language("piqd")).text()).isEqualTo("0 4 2");
        assertThat(spelling.number("21", new Language("en-gb")).text()).isEqualTo("twenty-one");
    }

    @Test
    void digitsKeepTheirLeadingZerosAndComeInGroups() {
        assertThat(spelling.digits("007", Language.EN).text()).isEqualTo("zero zero seven");
        assertThat(spelling.digits("1042", Language.EN).text()).isEqualTo("one zero, four two");
        assertThat(spelling.digits("12345", Language.DE).text()).isEqualTo("eins zwei drei, vier fünf");
        assertThat(spelling.digits("442037691881", Language.EN).text())
                .isEqualTo("four four two, zero three seven, six nine one, eight eight one");
        assertThat(spelling.digits("5", Language.RU).text()).isEqualTo("пять");
    }

    @Test
    void starAndHashAreReadByName() {
        assertThat(spelling.digits("*12#", Language.EN).text()).isEqualTo("star, one two, hash");
        assertThat(Language.PROTOCOL)
                .extracting(language -> spelling.digits("*#", language).text())
                .containsExactly(
                        "звёздочка, решётка",
                        "зірочка, решітка",
                        "star, hash",
                        "asterisco, almohadilla",
                        "gwiazdka, krzyżyk",
                        "étoile, dièse",
                        "Stern, Raute");
    }

    @Test
    void otherCharactersAreSkippedAndNoted() {
        Spelled spelled = spelling.digits("+44 20-7\u0001a", Language.EN);

        assertThat(spelled.text()).isEqualTo("four four two, zero seven");
        assertThat(spelled.notes()).singleElement().satisfies(note -> {
            assertThat(note.kind()).isEqualTo(Note.Kind.DIGITS);
            assertThat(note.text()).contains("+", "-", "a").doesNotContain("\u0001");
        });
    }

    @Test
    void atMost64DigitsAreReadAndTheRestIsNoted() {
        Spelled spelled = spelling.digits("1".repeat(65), Language.EN);

        assertThat(spelled.text().split("one", -1)).hasSize(65);
        assertThat(spelled.notes()).hasSize(1);
        assertThat(spelling.digits("1".repeat(64), Language.EN).notes()).isEmpty();
    }

    @Test
    void noDigitsAreNothingToHearWithANote() {
        assertThat(spelling.digits("", Language.EN).text()).isEmpty();
        assertThat(spelling.digits("abc", Language.EN).notes()).hasSize(2);
    }

    @Test
    void manyThreadsMaySpellAtOnce() {
        List<String> alone = IntStream.range(0, 2_000)
                .mapToObj(n -> spelling.number(n * 7_919L, Language.DE).text())
                .toList();
        List<String> together = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(n -> spelling.number(n * 7_919L, Language.DE).text())
                .toList();

        assertThat(together).isEqualTo(alone);
    }

    private List<Golden> table(String code) throws IOException {
        try (InputStream in = SpellingTest.class.getResourceAsStream(code + ".tsv")) {
            assertThat(in).as("golden table " + code).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 2))
                    .map(columns -> new Golden(columns[0], columns[1]))
                    .toList();
        }
    }
}
