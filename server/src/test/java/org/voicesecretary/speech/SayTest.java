package org.voicesecretary.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.Language;

@Tag("unit")
class SayTest {
    @TempDir
    Path directory;

    private Say say;

    @BeforeEach
    void open() throws Exception {
        FakeEngine engine = new FakeEngine(
                "fake",
                new Voice("it", new Language("it"), "Italian", Gender.MALE),
                new Voice("en", Language.EN, "English", Gender.MALE),
                new Voice("de", Language.DE, "German", Gender.FEMALE));
        say = new Say(new Speaker(
                new VoiceCatalog(List.of(engine), Map.of()),
                SpeechCache.open(directory.resolve("cache"), 1 << 24, 1 << 24, InstantSource.system()),
                InstantSource.system()));
    }

    @Test
    void aTextBecomesAWavFileAndTheLineSaysWhoSpoke() throws Exception {
        Path file = directory.resolve("out.wav");

        List<String> lines = say.toFile("Guten Tag", "de", null, file);

        assertThat(WavFile.read(file).durationMillis()).isEqualTo(290);
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line).contains("out.wav", "0.29 s", "voice de", "German", "language de"));
    }

    @Test
    void notesArePrinted() throws Exception {
        assertThat(say.toFile("Hello", "xx", "nobody", directory.resolve("out.wav")))
                .filteredOn(line -> line.startsWith("note: "))
                .hasSize(2);
    }

    @Test
    void anEmptyTextIsRefused() {
        assertThatThrownBy(() -> say.toFile(" ", null, null, directory.resolve("out.wav")))
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void theListOfVoicesBeginsWithTheLanguagesOfTheProtocol() {
        assertThat(say.voices(null)).hasSize(4);
        assertThat(say.voices(null).get(1)).startsWith("en ");
        assertThat(say.voices(null).get(3)).startsWith("it ");
        assertThat(say.voices(Language.DE)).hasSize(2);
    }
}
