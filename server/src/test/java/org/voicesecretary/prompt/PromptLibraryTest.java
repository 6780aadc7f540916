package org.voicesecretary.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.FakeEngine;
import org.voicesecretary.speech.Gender;
import org.voicesecretary.speech.Note;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.SpeechEngine;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechKey;
import org.voicesecretary.speech.SpeechRequest;
import org.voicesecretary.speech.Voice;
import org.voicesecretary.speech.VoiceCatalog;
import org.voicesecretary.speech.phrase.Phrases;
import org.voicesecretary.speech.phrase.SystemText;
import org.voicesecretary.speech.spell.Spelling;

@Tag("unit")
class PromptLibraryTest {
    private static final AccountVoice SHOP = new AccountVoice("shop", Language.EN);
    private static final Language ITALIAN = new Language("it");

    @TempDir
    Path directory;

    private final FakeEngine engine = new FakeEngine(
            "fake",
            new Voice("en", Language.EN, "E", Gender.MALE),
            new Voice("en+f2", Language.EN, "F", Gender.FEMALE),
            new Voice("de", Language.DE, "D", Gender.MALE),
            new Voice("ua", Language.UA, "U", Gender.MALE),
            new Voice("it", ITALIAN, "I", Gender.MALE));
    private PromptLibrary library;
    private SoundStore store;

    @BeforeEach
    void open() throws IOException {
        store = new SoundStore(directory.resolve("sounds"));
        library = library(List.of(engine));
    }

    @Test
    void textIsSpokenInTheLanguageAskedFor() throws Exception {
        Said said = library.text(SHOP, "Guten Tag", Language.DE, null);

        assertThat(said.text()).isEqualTo("Guten Tag");
        assertThat(said.language()).isEqualTo(Language.DE);
        assertThat(said.notes()).isEmpty();
        assertThat(said.prompt().durationMillis()).isEqualTo(290);
        assertThat(engine.asked())
                .singleElement()
                .satisfies(request -> assertThat(request.voice().id()).isEqualTo("de"));
    }

    @Test
    void theSameTextIsTheSamePromptForAllCalls() throws Exception {
        Prompt first = library.text(SHOP, "Hello", Language.EN, null).prompt();

        assertThat(library.text(SHOP, " Hello ", Language.EN, null).prompt()).isSameAs(first);
        assertThat(library.text(SHOP, "Hello", Language.EN, "en+f2").prompt()).isNotSameAs(first);
        assertThat(engine.asked()).hasSize(2);
    }

    @Test
    void aPromptHasFramesForEveryCodec() throws Exception {
        Prompt prompt = library.text(SHOP, "Hello", Language.EN, null).prompt();

        for (AudioCodec codec : AudioCodec.values()) {
            assertThat(prompt.encoded(codec)).as(codec.name()).isNotNull();
        }
    }

    @Test
    void anAbsentOrUnknownLanguageIsTheAccountsWithANote() throws Exception {
        for (Language wish : new Language[] {null, new Language("xx")}) {
            Said said = library.text(SHOP, "Hello", wish, null);

            assertThat(said.language()).isEqualTo(Language.EN);
            assertThat(said.notes())
                    .singleElement()
                    .satisfies(note -> assertThat(note.kind()).isEqualTo(Note.Kind.LANGUAGE));
        }
    }

    @Test
    void digitsAreSpokenMoreSlowlyThanNumbers() throws Exception {
        assertThat(library.digits(SHOP, "007", Language.EN).text()).isEqualTo("zero zero seven");
        assertThat(library.number(SHOP, "-12.5", Language.DE).text()).isEqualTo("minus zwölf Komma fünf");

        assertThat(engine.asked()).extracting(SpeechRequest::ratePercent).containsExactly(85, 100);
    }

    @Test
    void whatCannotBeReadIsNotedAndNothingIsHeard() throws Exception {
        for (Said said : List.of(
                library.digits(SHOP, "abc", Language.EN),
                library.number(SHOP, "abc", Language.EN),
                library.text(SHOP, "<p></p>", Language.EN, null),
                library.popular(SHOP, 9_999, Language.EN))) {
            assertThat(said.prompt().durationMillis()).isEqualTo(20);
            assertThat(said.notes()).isNotEmpty();
            assertThat(said.text()).isEmpty();
        }
        assertThat(engine.asked()).isEmpty();
    }

    @Test
    void popularPhrasesComeFromTheTableOrTheAccount() throws Exception {
        AccountVoice own =
                new AccountVoice("own", Language.EN, "en+f2", Map.of(Language.EN, Map.of(1, "Hello, demo shop")));

        assertThat(library.popular(SHOP, 1, Language.DE).text()).isEqualTo("Guten Tag!");
        assertThat(library.popular(own, 1, Language.EN).text()).isEqualTo("Hello, demo shop");
        assertThat(engine.asked().getLast().voice().id()).isEqualTo("en+f2");
    }

    @Test
    void aPhraseInALanguageThatTheTableLacksIsSpokenInTheAccountsWithANote() throws Exception {
        Said said = library.popular(new AccountVoice("a", Language.DE), 4, ITALIAN);

        assertThat(said.text()).isEqualTo("Vielen Dank.");
        assertThat(said.language()).isEqualTo(Language.DE);
        assertThat(engine.asked().getLast().voice().id()).isEqualTo("de");
        assertThat(said.notes()).extracting(Note::kind).containsExactly(Note.Kind.PHRASE);
    }

    @Test
    void soundsAreFoundExactlyAndThenWithoutRegardToCase() throws Exception {
        library.replaceSounds("shop", List.of(text("Menu", "Capital"), text("menu", "Small"), text("Other", "Else")));

        assertThat(library.sound(SHOP, "Menu").orElseThrow().text()).isEqualTo("Capital");
        assertThat(library.sound(SHOP, "menu").orElseThrow().text()).isEqualTo("Small");
        assertThat(library.sound(SHOP, "MENU").orElseThrow().text()).isEqualTo("Capital");
        Said folded = library.sound(SHOP, "OTHER").orElseThrow();
        assertThat(folded.text()).isEqualTo("Else");
        assertThat(folded.notes()).extracting(Note::kind).containsExactly(Note.Kind.SOUND);
        assertThat(library.sound(SHOP, "none")).isEmpty();
    }

    @Test
    void soundsOfOneAccountAreNotHeardByAnother() throws Exception {
        library.replaceSounds("shop", List.of(text("menu", "Ours")));

        assertThat(library.sound(new AccountVoice("rival", Language.EN), "menu"))
                .isEmpty();
        library.replaceSounds("shop", List.of());
        assertThat(library.hasSound("shop", "menu")).isFalse();
    }

    @Test
    void aFileIsImportedOnceAndPlayedFromTheStore() throws Exception {
        Path file = directory.resolve("menu.wav");
        WavFile.write(file, Tones.sine(600, 2_000, 750, 44_100));

        Sound prepared = library.prepare(SHOP, new Sound("ca17", null, new Sound.File(file, "menu")));
        library.replaceSounds("shop", List.of(prepared));
        Files.delete(file);
        Said said = library.sound(SHOP, "CA17").orElseThrow();

        assertThat(said.prompt().durationMillis()).isEqualTo(750);
        assertThat(said.text()).isEqualTo("ca17");
        assertThat(prepared.source())
                .isInstanceOfSatisfying(
                        Sound.Stored.class,
                        stored -> assertThat(store.file(stored.key())).isRegularFile());
        assertThat(library.prepare(SHOP, prepared)).isEqualTo(prepared);
    }

    @Test
    void aFileThatIsNotUsableIsRefusedWhenItIsPrepared() {
        assertThatThrownBy(() -> library.prepare(
                        SHOP, new Sound("x", null, new Sound.File(directory.resolve("missing.mp3"), "x"))))
                .isInstanceOf(SoundImportException.class)
                .hasMessageContaining("missing.mp3");
    }

    @Test
    void aStoredSoundThatIsGoneIsAnOperatorsFault() throws Exception {
        SpeechKey gone = SpeechKey.ofParts("gone");
        Sound sound = new Sound("x", null, new Sound.Stored(gone));
        library.replaceSounds("shop", List.of(sound));

        assertThatThrownBy(() -> library.sound(SHOP, "x"))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.kind()).isEqualTo(SpeechException.Kind.OPERATOR));
        assertThatThrownBy(() -> library.prepare(SHOP, sound)).isInstanceOf(SoundImportException.class);
    }

    @Test
    void theStoreDropsWhatNoAccountNames() throws Exception {
        SpeechKey kept = SpeechKey.ofParts("kept");
        SpeechKey dropped = SpeechKey.ofParts("dropped");
        store.put(kept, Tones.sine(500, 3_000, 100, 16_000));
        store.put(dropped, Tones.sine(500, 3_000, 100, 16_000));

        assertThat(store.forgetBefore(Instant.EPOCH, Set.of(kept)))
                .as("just made")
                .isZero();
        Path unfinished = Files.write(directory.resolve("sounds/abc.part"), new byte[9]);
        assertThat(store.forgetBefore(Instant.now().plusSeconds(60), Set.of(kept)))
                .isEqualTo(2);
        assertThat(unfinished).doesNotExist();

        assertThat(store.has(kept)).isTrue();
        assertThat(store.has(dropped)).isFalse();
    }

    @Test
    void preparingATextRendersItSoThatTheCallDoesNot() throws Exception {
        library.replaceSounds("shop", List.of(library.prepare(SHOP, text("hi", "Welcome to the shop"))));
        int before = engine.asked().size();
        engine.fail(new SpeechException(SpeechException.Kind.UPSTREAM, "down"));

        assertThat(library.sound(SHOP, "hi").orElseThrow().text()).isEqualTo("Welcome to the shop");
        assertThat(engine.asked()).hasSize(before);
    }

    @Test
    void theApologyIsReadyOnceWarmedEvenIfTheEngineDiesLater() throws Exception {
        assertThat(library.warm(SHOP, List.of("One second please"))).isEmpty();
        engine.fail(new SpeechException(SpeechException.Kind.UPSTREAM, "down"));

        assertThat(library.system(SHOP, SystemText.APOLOGY).text()).startsWith("We are sorry");
        assertThat(library.filler(SHOP, "One second please").text()).isEqualTo("One second please");
        assertThat(library.warm(SHOP, List.of())).isEmpty(); // from the cache
        assertThat(library.system(SHOP, SystemText.APOLOGY).text()).startsWith("We are sorry");
    }

    @Test
    void eachOfTheSevenLanguagesHasItsApologyAndOthersHaveEnglish() throws Exception {
        for (Language language : List.of(Language.EN, Language.DE, Language.UA)) {
            AccountVoice account = new AccountVoice("a-" + language.code(), language);
            library.warm(account, List.of());
            assertThat(library.system(account, SystemText.APOLOGY).language()).isEqualTo(language);
        }
        AccountVoice italian = new AccountVoice("a-it", ITALIAN);
        library.warm(italian, List.of());
        assertThat(library.system(italian, SystemText.APOLOGY).text()).startsWith("We are sorry");
        assertThat(library.system(italian, SystemText.APOLOGY).language()).isEqualTo(Language.EN);
    }

    @Test
    void withoutAnyEngineTonesAreHeardAndSpeechIsAFault() throws Exception {
        PromptLibrary mute = library(List.of());

        assertThat(mute.warm(SHOP, List.of())).hasSize(SystemText.values().length);
        assertThat(mute.system(SHOP, SystemText.APOLOGY).prompt().durationMillis())
                .isGreaterThan(900);
        assertThat(mute.system(SHOP, SystemText.APOLOGY).notes()).hasSize(1);
        assertThat(mute.filler(SHOP, "").prompt().durationMillis()).isBetween(50L, 1_000L);
        assertThatThrownBy(() -> mute.text(SHOP, "Hello", Language.EN, null))
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("apt install espeak-ng");
    }

    @Test
    void manyCallsAtOnceGetTheSamePromptFromOneRender() throws Exception {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Said>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(calls.submit(() -> library.text(SHOP, "All at once", Language.EN, null)));
            }
            Set<Prompt> prompts = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Future<Said> answer : answers) {
                prompts.add(answer.get(10, TimeUnit.SECONDS).prompt());
            }
            assertThat(prompts).hasSize(1);
        }
        assertThat(engine.asked()).hasSize(1);
    }

    private static Sound text(String id, String text) {
        return new Sound(id, null, new Sound.Text(text, null));
    }

    private PromptLibrary library(List<SpeechEngine> engines) throws IOException {
        SpeechCache cache = SpeechCache.open(directory.resolve("speech"), 1 << 24, 1 << 24, InstantSource.system());
        return new PromptLibrary(
                new Speaker(new VoiceCatalog(engines, Map.of()), cache, InstantSource.system()),
                new Spelling(),
                Phrases.shipped(),
                store,
                new SoundImport(SoundImport.Limits.DEFAULT, Optional.empty()),
                1 << 24);
    }
}
