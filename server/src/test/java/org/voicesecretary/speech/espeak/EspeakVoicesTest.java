package org.voicesecretary.speech.espeak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Gender;
import org.voicesecretary.speech.Voice;

@Tag("unit")
class EspeakVoicesTest {
    private static final String LISTING = """
            Pty Language       Age/Gender VoiceName          File                 Other Languages
             5  chr-US-Qaaa-x-west --/M      Cherokee_          iro/chr
             2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)
             2  en-us           --/M      English_(America)  gmw/en-US            (en 3)
             2  ru-lv           --/M      Russian_(Latvia)   zle/ru-LV
             5  ru              --/M      Russian            zle/ru
             5  uk              --/M      Ukrainian          zle/uk
             5  yue             --/M      Chinese_(Cantonese) sit/yue              (zh-yue 5)(zh 8)
             5  yue             --/M      Chinese_(Cantonese,_latin_as_Jyutping) sit/yue-Latn-jyutping (zh-yue 5)(zh 8)
             5  evil            --/M      Evil               -w/tmp/x
             5  evil            --/M      Evil               ../../etc/passwd;rm
            not a line of the table
            """;

    private final Map<Voice, String> voices = EspeakVoices.parse(LISTING).arguments();

    @Test
    void eachLanguageHasTwoMaleAndTwoFemaleVoices() {
        assertThat(voices.keySet().stream().filter(v -> v.language().equals(Language.RU)))
                .extracting(Voice::id, Voice::gender)
                .containsExactly(
                        tuple("ru", Gender.MALE),
                        tuple("ru+f2", Gender.FEMALE),
                        tuple("ru+m3", Gender.MALE),
                        tuple("ru+f4", Gender.FEMALE));
    }

    @Test
    void theArgumentIsTheFileWithTheVariant() {
        Voice female = voices.keySet().stream()
                .filter(v -> v.id().equals("en-us+f2"))
                .findFirst()
                .orElseThrow();

        assertThat(voices.get(female)).isEqualTo("gmw/en-US+f2");
        assertThat(female.name()).isEqualTo("English (America), female");
        assertThat(female.alsoSpeaks()).containsExactly(Language.EN);
    }

    @Test
    void theDefaultOfALanguageComesFirst() {
        assertThat(first(Language.RU).id()).isEqualTo("ru");
        assertThat(first(Language.EN).id()).isEqualTo("en-us");
        assertThat(first(Language.UA).id()).isEqualTo("ua");
        assertThat(first(new Language("zh")).id()).isEqualTo("yue");
        assertThat(first(new Language("chr")).id()).isEqualTo("chr");
    }

    @Test
    void linesThatAreNoVoiceOrNameNoPlainFileAreLeftOut() {
        assertThat(voices.values()).noneMatch(argument -> argument.startsWith("-") || argument.contains(".."));
        assertThat(List.copyOf(voices.keySet()))
                .extracting(Voice::id)
                .doesNotContain("evil")
                .doesNotHaveDuplicates();
    }

    private Voice first(Language language) {
        return voices.keySet().stream()
                .filter(v -> v.speaks(language))
                .findFirst()
                .orElseThrow();
    }
}
