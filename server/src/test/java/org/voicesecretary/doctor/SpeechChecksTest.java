package org.voicesecretary.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.testkit.NanoClock;

@Tag("unit")
class SpeechChecksTest {
    @TempDir
    Path directory;

    @Test
    void anEngineThatSpeaksAndFfmpegAreFine() throws Exception {
        assertThat(lines(Map.of(), "ffmpeg"))
                .satisfiesExactly(
                        engine -> assertThat(engine)
                                .matches("OK {4}speech espeak-ng {2}said a word in \\d+ ms; version \\S+, \\d+ voices"),
                        ffmpeg -> assertThat(ffmpeg)
                                .isEqualTo("OK    ffmpeg  found: WAV, MP3, Ogg, FLAC and M4A sounds can be used"));
    }

    @Test
    void anEngineThatIsNotThereFailsAndWhatCallersHearIsSaid() throws Exception {
        assertThat(lines(Map.of("SPEECH_ESPEAK_PROGRAM", "no-such-espeak"), "ffmpeg"))
                .anyMatch(line -> line.startsWith("FAIL  speech  ") && line.contains("no-such-espeak"))
                .contains(
                        "FAIL  speech  no engine works: callers hear tones instead of words: install espeak-ng (apt install espeak-ng)");
    }

    @Test
    void withoutFfmpegFewerFormatsCanBeRead() throws Exception {
        assertThat(lines(Map.of(), "no-such-ffmpeg"))
                .contains(
                        "WARN  ffmpeg  not found: only WAV and MP3 sounds can be used: install it for others (apt install ffmpeg)");
    }

    private List<String> lines(Map<String, String> settings, String ffmpeg) throws InterruptedException {
        var speech = Findings.config(directory, settings).speech();
        return Findings.of(new SpeechChecks(speech, NanoClock.system(), ffmpeg));
    }
}
