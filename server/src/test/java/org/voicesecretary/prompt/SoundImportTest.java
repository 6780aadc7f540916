package org.voicesecretary.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.media.audio.Loudness;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Spectrum;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;

@Tag("wire")
class SoundImportTest {
    private static final SoundImport.Limits LIMITS = new SoundImport.Limits(1_000_000, 5);

    @TempDir
    Path directory;

    private final SoundImport withoutFfmpeg = new SoundImport(LIMITS, Optional.empty());

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 44_100, 48_000})
    void aWavOfAnyRateBecomesALevelledMaster(int rate) throws Exception {
        Path file = directory.resolve("tone.wav");
        WavFile.write(file, Tones.sine(1_000, 900, 600, rate));

        isToneOf1000Hertz(withoutFfmpeg.master(file));
    }

    @Test
    void anMp3IsReadWithoutFfmpeg() throws Exception {
        isToneOf1000Hertz(withoutFfmpeg.master(fixture("tone.mp3")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tone.mp3", "tone.ogg", "tone.flac", "tone.m4a"})
    void everythingElseIsReadByFfmpeg(String name) throws Exception {
        Optional<Ffmpeg> ffmpeg = installed();

        isToneOf1000Hertz(new SoundImport(LIMITS, ffmpeg).master(fixture(name)));
    }

    private static Optional<Ffmpeg> installed() throws InterruptedException {
        Optional<Ffmpeg> ffmpeg = Ffmpeg.find("ffmpeg");
        assertThat(ffmpeg)
                .as("ffmpeg, which this test needs: `apt-get install ffmpeg`, or `make test`, which installs it")
                .isPresent();
        return ffmpeg;
    }

    @Test
    void withoutFfmpegTheSentenceSaysWhatToDo() throws Exception {
        Path file = fixture("tone.ogg");

        refused(withoutFfmpeg, file).hasMessageContaining("tone.ogg").hasMessageContaining("apt install ffmpeg");
    }

    @Test
    void theKindIsToldByTheContentNotByTheName() throws Exception {
        Path file = directory.resolve("menu.wav");
        Files.copy(fixture("tone.mp3"), file);

        isToneOf1000Hertz(withoutFfmpeg.master(file));
    }

    @Test
    void missingFilesAndDirectoriesAreNamed() {
        refused(withoutFfmpeg, directory.resolve("gone.wav"))
                .hasMessageContaining("gone.wav")
                .hasMessageContaining("missing");
        refused(withoutFfmpeg, directory).hasMessageContaining(directory.toString());
    }

    @Test
    void filesThatAreTooLargeTooLongOrSilentAreRefused() throws Exception {
        Path large = Files.write(directory.resolve("large.wav"), new byte[1_000_001]);
        Path lengthy = directory.resolve("long.wav");
        WavFile.write(lengthy, Tones.sine(500, 5_000, 6_000, 8_000));
        Path silent = directory.resolve("silent.wav");
        WavFile.write(silent, Pcm.silence(1_000, 8_000));
        Path empty = Files.write(directory.resolve("empty.wav"), new byte[0]);

        refused(withoutFfmpeg, large).hasMessageContaining("1000001 bytes");
        refused(withoutFfmpeg, lengthy).hasMessageContaining("5 s");
        refused(withoutFfmpeg, silent).hasMessageContaining("silent");
        refused(withoutFfmpeg, empty);
    }

    @Test
    void aLongMp3IsRefusedBeforeItFillsTheMemory() throws Exception {
        byte[] frame = Files.readAllBytes(fixture("tone.mp3"));
        byte[] many = new byte[Math.min(frame.length * 200, 900_000)];
        for (int at = 0; at < many.length; at += frame.length) {
            System.arraycopy(frame, 0, many, at, Math.min(frame.length, many.length - at));
        }
        Path file = Files.write(directory.resolve("long.mp3"), many);

        refused(withoutFfmpeg, file).hasMessageContaining("5 s");
    }

    @Test
    void playlistsDoNotMakeFfmpegOpenOtherFiles() throws Exception {
        Optional<Ffmpeg> ffmpeg = installed();
        Path secret = directory.resolve("secret.wav");
        WavFile.write(secret, Tones.sine(500, 5_000, 500, 16_000));
        SoundImport files = new SoundImport(LIMITS, ffmpeg);

        for (String playlist : new String[] {
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:" + secret + "\n#EXT-X-ENDLIST\n",
            "ffconcat version 1.0\nfile '" + secret + "'\n"
        }) {
            Path file = Files.writeString(directory.resolve("list.mp3"), playlist);
            refused(files, file).hasMessageContaining("ffmpeg");
        }
    }

    @Test
    void rubbishIsRefusedAndNeverBreaksTheReader() throws Exception {
        Random random = new Random(3);
        byte[] mp3 = Files.readAllBytes(fixture("tone.mp3"));
        for (int i = 0; i < 300; i++) {
            byte[] bytes = i % 2 == 0 ? mp3.clone() : new byte[random.nextInt(4_000)];
            if (i % 2 == 0) {
                for (int n = 0; n < 1 + i / 4; n++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            } else {
                random.nextBytes(bytes);
                byte[] start = "ID3".getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
            }
            try {
                assertThat(withoutFfmpeg.decode(bytes, "rubbish").durationMillis())
                        .isLessThanOrEqualTo(5_000);
            } catch (SoundImportException expected) {
                assertThat(expected).hasMessageContaining("rubbish");
            }
        }
    }

    private static AbstractThrowableAssert<?, ?> refused(SoundImport files, Path file) {
        return assertThatThrownBy(() -> files.master(file)).isInstanceOf(SoundImportException.class);
    }

    private static void isToneOf1000Hertz(Pcm master) {
        assertThat(master.sampleRate()).isEqualTo(16_000);
        assertThat(master.durationMillis()).isBetween(560L, 720L);
        assertThat(Loudness.dbfs(master)).isCloseTo(-20, within(1.0));
        Pcm middle = master.slice(200, 400);
        assertThat(Spectrum.dominantFrequency(middle)).isCloseTo(1_000, within(10.0));
    }

    private Path fixture(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream in = SoundImportTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            Files.write(file, in.readAllBytes());
        }
        return file;
    }
}
