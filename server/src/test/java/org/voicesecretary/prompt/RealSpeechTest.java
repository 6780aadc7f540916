package org.voicesecretary.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Loudness;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Note;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.VoiceCatalog;
import org.voicesecretary.speech.espeak.EspeakConfig;
import org.voicesecretary.speech.espeak.EspeakEngine;
import org.voicesecretary.speech.phrase.Phrases;
import org.voicesecretary.speech.phrase.SystemText;
import org.voicesecretary.speech.spell.Spelling;

/** The library with the real engine: what is measured is sound. */
@Tag("wire")
class RealSpeechTest {
    private static EspeakEngine engine;
    private static Speaker speaker;
    private static PromptLibrary library;

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        engine = EspeakEngine.open(EspeakConfig.DEFAULT);
        speaker = new Speaker(
                new VoiceCatalog(List.of(engine), Map.of()),
                SpeechCache.open(directory.resolve("speech"), 1 << 26, 1 << 26, InstantSource.system()),
                InstantSource.system());
        library = new PromptLibrary(
                speaker,
                new Spelling(),
                Phrases.shipped(),
                new SoundStore(directory.resolve("sounds")),
                new SoundImport(SoundImport.Limits.DEFAULT, Optional.empty()),
                1 << 26);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void everyPhraseOfEveryLanguageIsHeardAtOneLevel() throws Exception {
        for (Language language : Language.PROTOCOL) {
            for (Phrases.Phrase phrase : Phrases.shipped().table().values()) {
                String text = phrase.texts().get(language);
                Pcm sound = speaker.say(new Speaker.Utterance(text, language)).sound();
                assertThat(Loudness.dbfs(sound)).as(text).isCloseTo(-20, within(1.5));
                assertThat(sound.peak()).as(text).isLessThanOrEqualTo(23_198); // −3 dBFS
                assertThat(sound.durationMillis()).as(text).isBetween(150L, 9_000L);
            }
        }
    }

    @Test
    void numbersAndDigitsAreHeardInAllSevenLanguages() throws Exception {
        for (Language language : Language.PROTOCOL) {
            AccountVoice account = new AccountVoice("a", language);

            long number = library.number(account, "1234.5", language).prompt().durationMillis();
            long digits = library.digits(account, "0042*#", language).prompt().durationMillis();

            assertThat(number).as(language.code()).isBetween(1_200L, 8_000L);
            assertThat(digits).as(language.code()).isBetween(1_200L, 8_000L);
        }
    }

    @Test
    void longDigitsAreReadWithPausesAndShorterOnesAreShorter() throws Exception {
        AccountVoice account = new AccountVoice("a", Language.EN);

        long twelve =
                library.digits(account, "442037691881", Language.EN).prompt().durationMillis();
        long twentyFour = library.digits(account, "442037691881442037691881", Language.EN)
                .prompt()
                .durationMillis();
        Pcm run = speaker.say(new Speaker.Utterance(
                        "four four two zero three seven six nine one eight eight one", Language.EN, null, null, 85))
                .sound();

        assertThat(twelve).isGreaterThan(run.durationMillis() + 300);
        assertThat(twentyFour).isBetween(twelve * 3 / 2, twelve * 5 / 2);
    }

    @Test
    void theSystemsOwnSentencesAreHeardInAllSevenLanguagesAndInEnglishElsewhere() throws Exception {
        List<Long> lengths = new ArrayList<>();
        for (Language language : Language.PROTOCOL) {
            AccountVoice account = new AccountVoice("s-" + language.code(), language);
            assertThat(library.warm(account, List.of())).isEmpty();
            Said apology = library.system(account, SystemText.APOLOGY);
            assertThat(apology.notes()).isEmpty();
            assertThat(apology.prompt().encoded(AudioCodec.PCMA)).isNotNull();
            lengths.add(apology.prompt().durationMillis());
        }
        assertThat(lengths).allMatch(millis -> millis > 2_000);
        AccountVoice swahili = new AccountVoice("s-sw", new Language("sw"));
        library.warm(swahili, List.of());
        assertThat(library.system(swahili, SystemText.APOLOGY).text()).startsWith("We are sorry");
    }

    @Test
    void otherLanguagesOfTheEngineSpeakTooAndUnknownOnesAreNoted() throws Exception {
        AccountVoice account = new AccountVoice("a", Language.DE);

        Said italian = library.number(account, "21", new Language("it"));
        Said unknown = library.text(account, "Guten Tag", new Language("xx"), null);

        assertThat(italian.text()).isEqualTo("ventuno");
        assertThat(italian.notes()).isEmpty();
        assertThat(unknown.language()).isEqualTo(Language.DE);
        assertThat(unknown.notes()).extracting(Note::kind).containsExactly(Note.Kind.LANGUAGE);
    }
}
