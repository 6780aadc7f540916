package org.voicesecretary.speech.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Gender;
import org.voicesecretary.speech.Mastering;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechRequest;
import org.voicesecretary.speech.Voice;

@Tag("wire")
class CommandEngineTest {
    private static final Voice VOICE = new Voice("en-us+f2", Language.EN, "Eve", Gender.FEMALE);

    @Test
    void aProgramThatWritesToStandardOutputSpeaks() throws Exception {
        CommandEngine engine = engine("espeak-ng", "-v", "{voice}", "--stdin", "--stdout");

        Pcm hello = engine.render(new SpeechRequest("hello", VOICE, Language.EN));

        assertThat(Mastering.isSilent(hello)).isFalse();
        assertThat(hello).isNotEqualTo(engine.render(new SpeechRequest("goodbye", VOICE, Language.EN)));
    }

    @Test
    void aProgramThatWritesToAFileSpeaksAndTheFileIsRemoved(@TempDir Path directory) throws Exception {
        Path used = directory.resolve("used");
        CommandEngine engine = engine(
                "sh",
                "-c",
                "echo \"$2\" > " + used + "; exec espeak-ng -v \"$1\" --stdin -w \"$2\"",
                "sh",
                "{voice}",
                "{output}");

        assertThat(Mastering.isSilent(engine.render(new SpeechRequest("hello", VOICE, Language.EN))))
                .isFalse();
        assertThat(Path.of(Files.readString(used).strip())).doesNotExist();
    }

    @Test
    void placeholdersAreFilledInsideArguments(@TempDir Path directory) throws Exception {
        Path seen = directory.resolve("seen");
        Voice ukrainian = new Voice("olena", Language.UA, "Olena", Gender.FEMALE);
        CommandEngine engine = engine(
                "sh",
                "-c",
                "echo \"$@\" > " + seen + "; exec espeak-ng --stdin --stdout",
                "sh",
                "--voice={voice}",
                "--lang={language}",
                "--rate={rate}");

        engine.render(new SpeechRequest("hello", ukrainian, Language.UA, 85, 100));

        assertThat(Files.readString(seen)).isEqualTo("--voice=olena --lang=uk --rate=85\n");
    }

    @Test
    void theTextNeverReachesTheCommandLine(@TempDir Path directory) throws Exception {
        Path touched = directory.resolve("touched");
        CommandEngine engine = engine("espeak-ng", "--stdin", "--stdout");

        engine.render(new SpeechRequest("$(touch " + touched + ")", VOICE, Language.EN));

        assertThat(touched).doesNotExist();
    }

    @Test
    void whatIsNoWavIsTheProgramsFailure() {
        fails(engine("echo", "hello"), SpeechException.Kind.UPSTREAM).hasMessageContaining("expected a WAV file");
        fails(engine("true"), SpeechException.Kind.UPSTREAM);
    }

    @Test
    void failuresCarryTheirKindAndReason() {
        fails(engine("/nowhere/tts"), SpeechException.Kind.OPERATOR).hasMessageContaining("/nowhere/tts");
        fails(engine("sh", "-c", "echo model missing >&2; exit 2"), SpeechException.Kind.UPSTREAM)
                .hasMessageContaining("model missing");
        fails(engine("sleep", "300"), SpeechException.Kind.UPSTREAM).hasMessageContaining("1500 ms");
        fails(engine("yes"), SpeechException.Kind.UPSTREAM).hasMessageContaining("bytes");
        fails(engine("sh", "-c", "head -c 2500000 /dev/zero > \"$1\"", "sh", "{output}"), SpeechException.Kind.UPSTREAM)
                .hasMessageContaining("2500000 bytes");
    }

    @Test
    void anotherCommandIsAnotherVersion() {
        assertThat(engine("a", "b").version()).isNotEqualTo(engine("a", "c").version());
        assertThat(engine("a", "b").version()).isEqualTo(engine("a", "b").version());
    }

    private static CommandEngine engine(String... command) {
        return new CommandEngine(
                new CommandConfig("own", "1", List.of(command), List.of(VOICE), Duration.ofMillis(1_500), 2_000_000));
    }

    private static AbstractThrowableAssert<?, ?> fails(CommandEngine engine, SpeechException.Kind kind) {
        return assertThatThrownBy(() -> engine.render(new SpeechRequest("hello", VOICE, Language.EN)))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining("speech engine own");
    }
}
