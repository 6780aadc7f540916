package org.voicesecretary.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.OfficeSections;
import org.voicesecretary.account.SoundCheck;
import org.voicesecretary.account.SoundFiles;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.FakeEngine;
import org.voicesecretary.speech.Gender;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.Voice;
import org.voicesecretary.speech.VoiceCatalog;
import org.voicesecretary.speech.phrase.Phrases;
import org.voicesecretary.speech.spell.Spelling;
import org.voicesecretary.storage.TestDatabase;

/** From an account's file to what its callers hear. */
@Tag("db")
class AccountPromptsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-04T10:11:12Z"));
    private static final String KEY = "1a2b3c4d5e6f7a8b9c0d";

    @TempDir
    Path path;

    private final FakeEngine engine = new FakeEngine(
            "fake",
            new Voice("en", Language.EN, "E", Gender.MALE),
            new Voice("en+f2", Language.EN, "F", Gender.FEMALE),
            new Voice("en+m7", Language.EN, "G", Gender.MALE),
            new Voice("de", Language.DE, "D", Gender.MALE));
    private TestDatabase db;
    private Accounts accounts;
    private AccountDirectory directory;
    private SoundFiles copies;
    private PromptLibrary library;
    private AccountPrompts prompts;

    @BeforeEach
    void open() throws IOException {
        db = TestDatabase.open(path.resolve("data"));
        accounts = new Accounts(
                db.database(), db.writer(), db.directory(), SoundCheck.NONE, OfficeSections.NONE, CLOCK, new Random(7));
        accounts.ensureFirst();
        directory = AccountDirectory.start(
                db.database(),
                new ConfigLoader(path, Map.of()).load(null).config().webhook());
        copies = new SoundFiles(db.directory());
        library = new PromptLibrary(
                new Speaker(
                        new VoiceCatalog(List.of(engine), Map.of()),
                        SpeechCache.open(db.directory().speech(), 1 << 24, 1 << 24, CLOCK),
                        CLOCK),
                new Spelling(),
                Phrases.shipped(),
                new SoundStore(path.resolve("masters")),
                new SoundImport(SoundImport.Limits.DEFAULT, Optional.empty()),
                1 << 24);
        prompts = new AccountPrompts(library, copies);
    }

    @AfterEach
    void close() {
        directory.close();
        db.close();
    }

    @Test
    void aNumberSpeaksWithItsOwnVoiceElseWithItsAccounts() throws Exception {
        apply("""
                account: {name: Shop, key: %s, secret: 0d1c2b3a4f5e6d7c8b9a, time-zone: UTC, language: en, voice: en+f2}
                numbers: [{number: "4420001"}, {number: "4420002", voice: en+m7}, {number: "4420003", language: de, voice: de}]
                """);

        assertThat(voiceThatSays("Good morning", "4420001")).isEqualTo("en+f2");
        assertThat(voiceThatSays("Good afternoon", "4420002")).isEqualTo("en+m7");
        assertThat(voiceThatSays("Guten Abend", "4420003")).isEqualTo("de");
    }

    @Test
    void whatIsKnownBeforeACallIsRenderedAsEachNumberSaysItSoThatNoCallWaits() throws Exception {
        apply("""
                account: {name: Shop, key: %s, language: en, voice: en+f2}
                numbers: [{number: "4420001"}, {number: "4420002", voice: en+m7}, {number: "4420003", language: de, voice: de}]
                sounds: [{id: hi, text: Welcome}, {id: tag, text: Guten Tag, language: de}, {id: own, text: My own, voice: en+m7}]
                phrases: {en: {1: Hello you}, de: {1: Hallo du, 900: Neu}}
                """);
        int rendered = engine.asked().size();

        for (String number : List.of("4420001", "4420002", "4420003")) {
            AccountVoice voice = voiceOf(number);
            for (String sound : List.of("hi", "tag", "own")) {
                assertThat(library.sound(voice, sound)).isPresent();
            }
            assertThat(library.popular(voice, 1, Language.EN).text()).isEqualTo("Hello you");
            assertThat(library.popular(voice, 1, Language.DE).text()).isEqualTo("Hallo du");
            assertThat(library.popular(voice, 900, Language.DE).text()).isEqualTo("Neu");
        }
        assertThat(engine.asked()).hasSize(rendered);
        assertThat(library.sound(voiceOf("4420003"), "hi").orElseThrow().language())
                .as("a text without a language is in its account's")
                .isEqualTo(Language.EN);
    }

    @Test
    void theVoicesOfTheAccountAreMadeReadyToSayWhatIsNotKnownBefore() throws Exception {
        apply(
                "account: {key: %s}\nnumbers: [{number: \"4420001\", voice: en+m7}, {number: \"4420002\", language: de}]\n");

        assertThat(engine.prepared()).extracting(Voice::id).containsExactlyInAnyOrder("en", "en+m7", "de");
    }

    @Test
    void aFileThatWasImportedBeforeIsNotReadAgain() throws Exception {
        WavFile.write(path.resolve("menu.wav"), Tones.sine(500, 6_000, 700, 8_000));
        apply("account: {key: %s}\nsounds: [{id: menu, file: menu.wav}]\n");
        for (Path copy : files(db.directory().sounds())) {
            Files.delete(copy);
        }

        assertThat(prompts.follow(directory.snapshot())).isEmpty();

        assertThat(library.sound(new AccountVoice(KEY, Language.EN), "menu")).isPresent();
    }

    @Test
    void whoPlaysASoundWhoseFileIsNotUsableIsToldThatAndNotThatThereIsNone() throws Exception {
        Files.writeString(path.resolve("menu.wav"), "no sound at all");
        Files.writeString(
                path.resolve("account.yaml"), "account: {key: " + KEY + "}\nsounds: [{id: menu, file: menu.wav}]\n");
        accounts.apply(path.resolve("account.yaml"), "account.yaml");
        directory.refresh();

        assertThat(prompts.follow(directory.snapshot()))
                .singleElement()
                .asString()
                .contains("sound 'menu'");

        assertThatThrownBy(() -> library.sound(new AccountVoice(KEY, Language.EN), "menu"))
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("sound 'menu' cannot be played");
    }

    @Test
    void aFileIsListenedToBeforeAnAccountHasIt() throws Exception {
        Path good = path.resolve("good.wav");
        WavFile.write(good, Tones.sine(500, 6_000, 700, 8_000));
        Path silent = path.resolve("silent.wav");
        WavFile.write(silent, Pcm.silence(700, 8_000));
        Path noise = Files.writeString(path.resolve("noise.wav"), "RIFF");

        assertThat(library.problem(good, "1")).isEmpty();
        assertThat(library.problem(silent, "2").orElseThrow()).contains("silent.wav is silent");
        assertThat(library.problem(noise, "3").orElseThrow()).contains("noise.wav");
        assertThat(files(path.resolve("masters"))).isEmpty();
    }

    @Test
    void whatNoAccountHasAnyMoreTakesNoRoom() throws Exception {
        WavFile.write(path.resolve("old.wav"), Tones.sine(500, 6_000, 700, 8_000));
        WavFile.write(path.resolve("new.wav"), Tones.sine(900, 6_000, 700, 8_000));
        apply("account: {name: Shop, key: %s}\nsounds: [{id: menu, file: old.wav}]\n");
        List<Path> oldMasters = files(path.resolve("masters"));
        List<Path> oldCopies = files(db.directory().sounds());
        assertThat(oldMasters).hasSize(1);
        assertThat(oldCopies).hasSize(1);

        apply("account: {name: Shop, key: %s}\nsounds: [{id: menu, file: new.wav}]\n");

        Instant soon = Instant.now().plusSeconds(60);
        assertThat(prompts.forgetBefore(Instant.EPOCH, directory.snapshot())).isZero();
        assertThat(prompts.forgetBefore(soon, directory.snapshot())).isEqualTo(1);
        assertThat(files(path.resolve("masters"))).hasSize(1).doesNotContainAnyElementsOf(oldMasters);
        assertThat(library.hasSound(KEY, "menu")).isTrue();

        Instant yesterday = CLOCK.instant().minus(Duration.ofDays(1));
        for (Path copy : files(db.directory().sounds())) {
            Files.setLastModifiedTime(copy, FileTime.from(yesterday));
        }
        assertThat(copies.forgetBefore(yesterday, directory.snapshot()))
                .as("an apply under way may name it yet")
                .isZero();
        assertThat(copies.forgetBefore(yesterday.plusMillis(1), directory.snapshot()))
                .isEqualTo(1);
        assertThat(files(db.directory().sounds())).hasSize(1).doesNotContainAnyElementsOf(oldCopies);
    }

    private void apply(String yaml) throws Exception {
        Path file = path.resolve("account.yaml");
        Files.writeString(file, yaml.formatted(KEY));
        accounts.apply(file, "account.yaml");
        directory.refresh();
        assertThat(prompts.follow(directory.snapshot())).isEmpty();
    }

    private AccountVoice voiceOf(String number) {
        return prompts.voiceOf(
                new NumberSettings(KEY, number, Language.EN, ZoneId.of("UTC"), null, Filler.TONE, Guards.DEFAULT));
    }

    private String voiceThatSays(String text, String number) throws Exception {
        AccountVoice voice = voiceOf(number);
        library.text(voice, text, voice.language(), null);
        return engine.asked().stream()
                .filter(request -> request.text().equals(text))
                .map(request -> request.voice().id())
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
