package org.voicesecretary.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SpeakableTextTest {
    @Test
    void plainTextStaysAsItIs() {
        SpeakableText text = SpeakableText.of("Your balance is 12.50 €, isn't it? Ваш баланс — 5 < 6 & 7 > 3.");

        assertThat(text.text()).isEqualTo("Your balance is 12.50 €, isn't it? Ваш баланс — 5 < 6 & 7 > 3.");
        assertThat(text.notes()).isEmpty();
    }

    @Test
    void markupIsTakenOutAndNoted() {
        SpeakableText text = SpeakableText.of("<speak>Hello <break time=\"1s\"/><b>world</b><!-- x --></speak>");

        assertThat(text.text()).isEqualTo("Hello world");
        assertThat(text.notes()).singleElement().satisfies(note -> {
            assertThat(note.kind()).isEqualTo(Note.Kind.TEXT);
            assertThat(note.text()).contains("markup");
        });
    }

    @Test
    void phonemeBracketsAreTakenOutHoweverTheyAreNested() {
        assertThat(SpeakableText.of("say [[h@l'oU]] now").text()).isEqualTo("say now");
        for (String hostile : new String[] {"[[[[x]]y]]", "[[[x]]", "a[[b", "[[]][[", "[ [x] ]", "[[[[[[a]]b]]c]]"}) {
            assertThat(SpeakableText.of(hostile).text()).doesNotContain("[[").doesNotContain("]]");
        }
    }

    @Test
    void controlCharactersBidiMarksAndLoneSurrogatesBecomeSpaces() {
        assertThat(SpeakableText.of("a\u0001b\u0000c\nd\u202Ee\uD800f\r\tg\u2028h")
                        .text())
                .isEqualTo("a b c d e f g h");
    }

    @Test
    void lettersAndAccentsAreComposed() {
        assertThat(SpeakableText.of("Cafe\u0301").text()).isEqualTo("Café");
    }

    @Test
    void theModifierApostropheOfUkrainianBecomesAnApostrophe() {
        assertThat(SpeakableText.of("п\u02BCять").text()).isEqualTo("п’ять");
    }

    @Test
    void textThatIsTooLongIsCutBetweenWordsAndNoted() {
        SpeakableText text = SpeakableText.of("word ".repeat(1_000), 52);

        assertThat(text.text()).hasSize(49).endsWith("word");
        assertThat(text.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.text()).contains("5000", "52"));
    }

    @Test
    void aTextOfMegabytesCostsNoTimeWorthMentioning() {
        SpeakableText text = SpeakableText.of("[[<a ".repeat(2_000_000), 2_000);

        assertThat(text.text().length()).isLessThanOrEqualTo(2_000);
        assertThat(text.text()).doesNotContain("[[");
    }

    @Test
    void whateverComesInNothingForbiddenComesOut() {
        Random random = new Random(7);
        String alphabet = "[]<>/ab \u0001\u0000é\uD83D\uDE00\uD800\u202E!";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String clean = SpeakableText.of(raw.toString()).text();
            assertThat(clean).doesNotContain("[[").doesNotContain("]]").doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @Test
    void pointsAndDashesAreNothingToSayAndWhatHasANameIsSomething() {
        for (String text :
                List.of("", "...", "---", " . - ! ", "…", "?!", "\"\"", "_", "«»", "^", "|", "( )", "[[x]]")) {
            assertThat(SpeakableText.of(text).isEmpty()).as(text).isTrue();
        }
        for (String text : List.of("a", "7", "...7", "%", "#", "*", "€", "+", "½", "№", "我", "ก็", "\uD83D\uDE00")) {
            assertThat(SpeakableText.of(text).isEmpty()).as(text).isFalse();
        }
    }
}
