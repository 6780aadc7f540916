package org.voicesecretary.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.Language;

@Tag("unit")
class VoiceCatalogTest {
    private static final Voice ANNA = new Voice("anna", Language.DE, "Anna", Gender.FEMALE);
    private static final Voice BERT = new Voice("bert", Language.DE, "Bert", Gender.MALE);
    private static final Voice CARL = new Voice("en-us", new Language("en-us"), "Carl", Gender.MALE);
    private static final Voice DORA = new Voice("dora", Language.DE, "Dora", Gender.FEMALE);
    private static final Voice EGON = new Voice("egon", Language.DE, "Egon", Gender.MALE);

    private final FakeEngine first = new FakeEngine("first", ANNA, BERT, CARL);
    private final FakeEngine second = new FakeEngine("second", EGON, DORA);
    private final VoiceCatalog catalog = new VoiceCatalog(List.of(first, second), Map.of());
    private final List<Note> notes = new ArrayList<>();

    @Test
    void aLanguageThatIsSpokenIsTakenWithoutANote() {
        assertThat(catalog.language("DE", Language.EN, notes)).isEqualTo(Language.DE);
        assertThat(catalog.language("en", Language.DE, notes)).isEqualTo(Language.EN);
        assertThat(catalog.language("en_US", Language.DE, notes)).isEqualTo(new Language("en-us"));
        assertThat(notes).isEmpty();
    }

    @Test
    void aRegionWithoutAVoiceFallsBackToItsLanguageWithANote() {
        assertThat(catalog.language("de-at", Language.EN, notes)).isEqualTo(Language.DE);
        assertThat(notes)
                .singleElement()
                .satisfies(note -> assertThat(note.text()).contains("de-at", "'de'"));
    }

    @Test
    void anUnknownLanguageIsTheAccountsWithANote() {
        for (String unknown : new String[] {"xx", "klingonese!", "\u0001\u0002", "english"}) {
            notes.clear();
            assertThat(catalog.language(unknown, Language.DE, notes)).isEqualTo(Language.DE);
            assertThat(notes).singleElement().satisfies(note -> {
                assertThat(note.kind()).isEqualTo(Note.Kind.LANGUAGE);
                assertThat(note.text()).contains("'de'").doesNotContain("\u0001");
            });
        }
    }

    @Test
    void anAbsentLanguageIsTheAccountsWithANote() {
        assertThat(catalog.language(null, Language.DE, notes)).isEqualTo(Language.DE);
        assertThat(notes)
                .singleElement()
                .satisfies(note -> assertThat(note.text()).contains("absent"));
    }

    @Test
    void theFirstVoiceOfTheLanguageSpeaksUnlessAnotherIsNamed() throws Exception {
        assertThat(catalog.choose(Language.DE, null, null)
                        .candidates()
                        .getFirst()
                        .voice())
                .isEqualTo(ANNA);
        assertThat(catalog.choose(Language.DE, "BERT", null)
                        .candidates()
                        .getFirst()
                        .voice())
                .isEqualTo(BERT);
        assertThat(catalog.choose(Language.DE, "second:dora", null)
                        .candidates()
                        .getFirst()
                        .voice())
                .isEqualTo(DORA);
        assertThat(catalog.choose(Language.DE, null, "bert")
                        .candidates()
                        .getFirst()
                        .voice())
                .isEqualTo(BERT);
    }

    @Test
    void theInstallationsPreferenceComesAfterTheAccountsChoice() throws Exception {
        VoiceCatalog preferring = new VoiceCatalog(List.of(first, second), Map.of(Language.DE, "dora"));

        assertThat(preferring
                        .choose(Language.DE, null, null)
                        .candidates()
                        .getFirst()
                        .voice())
                .isEqualTo(DORA);
        assertThat(preferring
                        .choose(Language.DE, null, "bert")
                        .candidates()
                        .getFirst()
                        .voice())
                .isEqualTo(BERT);
    }

    @Test
    void anUnknownVoiceIsTheDefaultWithANote() throws Exception {
        VoiceCatalog.Choice choice = catalog.choose(Language.DE, "--help", null);

        assertThat(choice.candidates().getFirst().voice()).isEqualTo(ANNA);
        assertThat(choice.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.kind()).isEqualTo(Note.Kind.VOICE));
    }

    @Test
    void anAccountsVoiceOfAnotherLanguageIsNotUsed() throws Exception {
        assertThat(catalog.choose(Language.EN, null, "anna")
                        .candidates()
                        .getFirst()
                        .voice())
                .isEqualTo(CARL);
    }

    @Test
    void eachOtherEngineStandsByWithAVoiceOfTheSameGender() throws Exception {
        assertThat(catalog.choose(Language.DE, null, null).candidates())
                .extracting(VoiceCatalog.Candidate::voice)
                .containsExactly(ANNA, DORA);
        assertThat(catalog.choose(Language.DE, "bert", null).candidates())
                .extracting(VoiceCatalog.Candidate::voice)
                .containsExactly(BERT, EGON);
    }

    @Test
    void aLanguageThatNobodySpeaksIsReadByAnEnglishVoiceWithANote() throws Exception {
        VoiceCatalog.Choice choice = catalog.choose(Language.PL, null, null);

        assertThat(choice.candidates().getFirst().voice()).isEqualTo(CARL);
        assertThat(choice.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.text()).contains("'pl'"));
    }

    @Test
    void aVoiceOfEveryLanguageSpeaksAnyTag() {
        Voice any = new Voice("any", Voice.EVERY_LANGUAGE, "Any", Gender.UNKNOWN);

        assertThat(new VoiceCatalog(List.of(new FakeEngine("x", any)), Map.of()).speaks(new Language("xx")))
                .isTrue();
    }

    @Test
    void withoutAnyEngineTheSentenceSaysWhatToInstall() {
        VoiceCatalog empty = new VoiceCatalog(List.of(), Map.of());

        assertThatThrownBy(() -> empty.choose(Language.EN, null, null))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.kind()).isEqualTo(SpeechException.Kind.OPERATOR))
                .hasMessageContaining("apt install espeak-ng");
    }

    @Test
    void aVoiceIdThatCouldBeAnOptionIsRefused() {
        assertThatThrownBy(() -> new Voice("--help", Language.EN, "x", Gender.MALE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--help");
    }
}
