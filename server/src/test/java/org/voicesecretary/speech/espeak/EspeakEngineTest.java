package org.voicesecretary.speech.espeak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Loudness;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Mastering;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechRequest;
import org.voicesecretary.speech.Voice;

@Tag("wire")
class EspeakEngineTest {
    /** Words that each of the seven languages reads as its own. */
    private static final Map<Language, String> SENTENCES = Map.of(
            Language.RU, "Ваш баланс: двадцать пять рублей.",
            Language.UA, "Ваш баланс: двадцять п’ять гривень.",
            Language.EN, "Your balance is twenty-five pounds.",
            Language.ES, "Su saldo es de veinticinco euros.",
            Language.PL, "Stan konta wynosi dwadzieścia pięć złotych.",
            Language.FR, "Votre solde est de vingt-cinq euros.",
            Language.DE, "Ihr Guthaben beträgt fünfundzwanzig Euro.");

    private static EspeakEngine engine;

    @BeforeAll
    static void open() throws Exception {
        engine = EspeakEngine.open(EspeakConfig.DEFAULT);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void theVersionOfTheProgramIsPartOfTheEnginesVersion() {
        assertThat(engine.version()).matches("\\d+\\.\\d+.*/160");
    }

    @Test
    void everyLanguageHasAtLeastTwoVoicesAndEnglishFourteen() {
        Map<Language, Long> counts = engine.voices().stream()
                .collect(Collectors.groupingBy(v -> v.language().primary(), Collectors.counting()));

        assertThat(counts.values()).allMatch(count -> count >= 2);
        assertThat(counts.keySet()).containsAll(Language.PROTOCOL).hasSizeGreaterThan(100);
        assertThat(counts.get(Language.EN)).isGreaterThanOrEqualTo(14);
        assertThat(engine.voices()).extracting(Voice::id).doesNotHaveDuplicates();
    }

    @Test
    void allVoicesOfTheSevenLanguagesAreLevelledAlike() throws Exception {
        List<Voice> voices = engine.voices().stream()
                .filter(voice -> Language.PROTOCOL.contains(voice.language().primary()))
                .toList();
        assertThat(voices.size()).isGreaterThanOrEqualTo(28);
        for (Voice voice : voices) {
            Pcm sound = master(SENTENCES.get(voice.language().primary()), voice);
            assertThat(Loudness.dbfs(sound)).as("level of %s", voice.id()).isCloseTo(-20, within(1.5));
            assertThat(sound.peak()).as("peak of %s", voice.id()).isLessThanOrEqualTo(peak(-3));
            assertThat(sound.durationMillis()).as("length of %s", voice.id()).isBetween(1_200L, 4_500L);
        }
    }

    @Test
    void everyOtherLanguageHasAVoiceThatCanBeHeard() throws Exception {
        List<Voice> firsts = engine.voices().stream()
                .filter(voice -> !voice.id().contains("+"))
                .filter(voice -> !Language.PROTOCOL.contains(voice.language().primary()))
                .toList();
        assertThat(firsts.size()).isGreaterThan(90);
        for (Voice voice : firsts) {
            Pcm sound = master("a e i o u ma na", voice);
            assertThat(Mastering.isSilent(sound))
                    .as("silence of %s", voice.id())
                    .isFalse();
            assertThat(Loudness.dbfs(sound)).as("level of %s", voice.id()).isCloseTo(-20, within(1.5));
        }
    }

    @Test
    void theVoicesOfALanguageSoundDifferent() throws Exception {
        List<Pcm> sounds = new ArrayList<>();
        for (Voice voice : engine.voices()) {
            if (voice.language().equals(Language.DE)) {
                sounds.add(master("Guten Tag", voice));
            }
        }
        assertThat(sounds).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void theSameTextSoundsTheSameAndAnotherDifferent() throws Exception {
        Voice voice = voice("en-us");

        assertThat(render("One moment, please.", voice)).isEqualTo(render("One moment, please.", voice));
        assertThat(render("One moment, please.", voice)).isNotEqualTo(render("Two moments, please.", voice));
    }

    @Test
    void aHigherRateIsShorterAndALowerOneLonger() throws Exception {
        Voice voice = voice("en-us");
        String text = "Please enter your number and press the hash key.";

        long normal = render(text, voice).durationMillis();
        long fast = engine.render(new SpeechRequest(text, voice, Language.EN, 150, 100))
                .durationMillis();
        long slow = engine.render(new SpeechRequest(text, voice, Language.EN, 70, 100))
                .durationMillis();

        assertThat(fast).isLessThan(normal * 8 / 10);
        assertThat(slow).isGreaterThan(normal * 12 / 10);
    }

    @Test
    void commandsAndMarkupInATextAreNotObeyed() throws Exception {
        Voice voice = voice("en-us");

        assertThat(render("hello [[h@l'oU_!h@l'oU_!h@l'oU]] world", voice)).isEqualTo(render("hello world", voice));
        assertThat(render("hello \u0001 world", voice)).isEqualTo(render("hello world", voice));
        assertThat(render("hello <break time=\"9s\"/> world", voice)).isEqualTo(render("hello world", voice));
        assertThat(render("--version", voice).durationMillis()).isLessThan(4_000);
    }

    @Test
    void hostileTextsCostASentenceAtMost() throws Exception {
        Voice voice = voice("en-us");
        for (String hostile : List.of(
                "a".repeat(5_000), "%s%n%x".repeat(300), "\uD83D\uDE00".repeat(300), "'\"`$(reboot);|&".repeat(50))) {
            try {
                assertThat(render(hostile, voice).durationMillis()).isPositive();
            } catch (SpeechException e) {
                assertThat(e.kind()).isEqualTo(SpeechException.Kind.UPSTREAM);
            }
        }
        assertThat(Mastering.isSilent(render("still alive", voice))).isFalse();
    }

    @Test
    void manyTextsAtOnceAllComeOutRight() throws Exception {
        Voice voice = voice("en-us+f2");
        Pcm expected = render("number seven", voice);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Pcm>> sounds = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sounds.add(threads.submit(() -> render("number seven", voice)));
            }
            for (Future<Pcm> sound : sounds) {
                assertThat(sound.get(30, TimeUnit.SECONDS)).isEqualTo(expected);
            }
        }
    }

    @Test
    void processesWaitForTheVoicesInUseWithinTheirBounds() throws Exception {
        List<String> command = List.of("cat");
        try (ReadyProcesses ready = new ReadyProcesses(2, 3)) {
            ready.refill(command);
            assertThat(ready.size()).isEqualTo(2);

            ready.refill(List.of("cat", "-"));
            assertThat(ready.size()).isEqualTo(3);

            ready.take(command).close();
            await(() -> ready.size() == 3);
        }
    }

    @Test
    void aWaitingProcessThatDiedIsNotUsed() throws Exception {
        List<String> command = List.of("cat");
        try (ReadyProcesses ready = new ReadyProcesses(1, 1)) {
            ready.refill(command);
            var doomed = ready.take(command);
            await(() -> ready.size() == 1);
            var waiting = ProcessHandle.current()
                    .children()
                    .filter(child -> child.pid() != doomed.pid())
                    .filter(child -> child.info().command().orElse("").endsWith("cat"))
                    .toList();
            waiting.forEach(ProcessHandle::destroyForcibly);
            await(() -> waiting.stream().noneMatch(ProcessHandle::isAlive));
            doomed.close();
            try (var fresh = ready.take(command)) {
                byte[] out = fresh.communicate("x".getBytes(), Duration.ofSeconds(10), 10)
                        .stdout();
                assertThat(out).isEqualTo("x".getBytes());
            }
        }
    }

    @Test
    void aProcessThatDiedBeforeItsTextCostsAnotherTryOnly(@TempDir Path directory) throws Exception {
        Path program = script(directory, """
                case "$1" in
                  --version|--voices) exec espeak-ng "$1" ;;
                esac
                if mkdir %s 2>/dev/null; then kill -9 $$; fi
                exec espeak-ng "$@"
                """.formatted(directory.resolve("died-once")));
        EspeakConfig config = new EspeakConfig(program.toString(), Duration.ofSeconds(10), 0, 0, 1, 160);
        try (EspeakEngine shaky = EspeakEngine.open(config)) {
            Pcm sound = shaky.render(new SpeechRequest("hello", voice("en-us"), Language.EN));

            assertThat(directory.resolve("died-once")).exists();
            assertThat(sound).isEqualTo(render("hello", voice("en-us")));
        }
    }

    @Test
    void aMissingProgramIsSaidInOneSentenceThatTellsWhatToDo() {
        assertThatThrownBy(() -> EspeakEngine.open(EspeakConfig.DEFAULT.withCommand("/nowhere/espeak-ng")))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.kind()).isEqualTo(SpeechException.Kind.OPERATOR))
                .hasMessageContaining("/nowhere/espeak-ng")
                .hasMessageContaining("apt install espeak-ng")
                .hasMessageContaining("speech.espeak.program");
    }

    @Test
    void anotherProgramIsRefused() {
        assertThatThrownBy(() -> EspeakEngine.open(EspeakConfig.DEFAULT.withCommand("echo")))
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("'echo --version'");
    }

    @Test
    void aProgramThatHangsOrCrashesFailsItsTextAndIsGone(@TempDir Path directory) throws Exception {
        Path program = script(directory, """
                case "$1" in
                  --version) echo "eSpeak NG text-to-speech: 9.9  Data at: here" ;;
                  --voices) echo " 5  en-us --/M English_(America) gmw/en-US (en 3)"
                            echo " 5  de --/M German gmw/de" ;;
                  *) case "$2" in gmw/de*) echo broken >&2; exit 7 ;; *) exec sleep 300 ;; esac ;;
                esac
                """);
        EspeakConfig config =
                EspeakConfig.DEFAULT.withCommand(program.toString()).withTimeout(Duration.ofSeconds(2));
        try (EspeakEngine broken = EspeakEngine.open(config)) {
            Voice hangs = broken.voices().stream()
                    .filter(v -> v.id().equals("en-us"))
                    .findFirst()
                    .orElseThrow();
            Voice crashes = broken.voices().stream()
                    .filter(v -> v.id().equals("de"))
                    .findFirst()
                    .orElseThrow();

            assertThatThrownBy(() -> broken.render(new SpeechRequest("hi", hangs, Language.EN)))
                    .isInstanceOfSatisfying(
                            SpeechException.class, e -> assertThat(e.kind()).isEqualTo(SpeechException.Kind.UPSTREAM))
                    .hasMessageContaining("2000 ms");
            assertThatThrownBy(() -> broken.render(new SpeechRequest("hi", crashes, Language.DE)))
                    .isInstanceOf(SpeechException.class)
                    .hasMessageContaining("exit code 7")
                    .hasMessageContaining("broken");
        }
        await(() -> ProcessHandle.current()
                .children()
                .noneMatch(child -> child.info().command().orElse("").endsWith("sleep")));
    }

    private static Path script(Path directory, String body) throws Exception {
        Path program = Files.writeString(directory.resolve("fake-espeak"), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private static Voice voice(String id) {
        return engine.voices().stream()
                .filter(v -> v.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Pcm render(String text, Voice voice) throws Exception {
        return engine.render(new SpeechRequest(text, voice, voice.language()));
    }

    private static Pcm master(String text, Voice voice) throws Exception {
        return Mastering.master(render(text, voice));
    }

    private static int peak(double dbfs) {
        return (int) Math.ceil(32_768 * Math.pow(10, dbfs / 20));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
