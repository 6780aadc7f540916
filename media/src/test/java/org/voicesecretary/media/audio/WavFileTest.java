package org.voicesecretary.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class WavFileTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "pcm_u8, 256",
        "pcm_s16le, 0",
        "pcm_s24le, 1",
        "pcm_s32le, 1",
        "pcm_f32le, 1",
        "pcm_f64le, 1",
        "pcm_alaw, 520",
        "pcm_mulaw, 520",
        "sox_s24, 1",
        "sox_extensible_s24, 1",
        "piped_unknown_length, 0",
        "stereo_s24, 1"
    })
    void readsTheSameToneFromEveryFormat(String name, int tolerance) throws Exception {
        Pcm expected = WavFile.read(resource("pcm_s16le"));
        assertThat(expected.sampleRate()).isEqualTo(16_000);
        assertThat(expected.length()).isEqualTo(800);
        assertThat(Spectrum.dominantFrequency(expected)).isCloseTo(1000, within(5.0));
        Pcm pcm = WavFile.read(resource(name));
        assertThat(pcm.sampleRate()).isEqualTo(16_000);
        assertThat(pcm.length()).isEqualTo(800);
        for (int i = 0; i < 800; i++) {
            assertThat((int) pcm.samples()[i]).as("sample %d", i).isCloseTo(expected.samples()[i], within(tolerance));
        }
    }

    @Test
    void readsAnyRateAndManyChannels() throws Exception {
        Pcm pcm = WavFile.read(resource("rate_44100"));
        assertThat(pcm.sampleRate()).isEqualTo(44_100);
        assertThat(Spectrum.dominantFrequency(pcm)).isCloseTo(1000, within(5.0));
        Pcm six = WavFile.read(resource("six_channels")); // the tone is in one of the six, the mean is a sixth
        assertThat(Spectrum.dominantFrequency(six)).isCloseTo(1000, within(5.0));
        assertThat(six.peak()).isCloseTo(16_384 / 6, within(100));
    }

    @Test
    void averagesTheChannels() throws Exception {
        byte[] wav = wav(1, 2, 8000, 16, shorts(1000, 3000, -5, -6, 32_767, 32_767));
        assertThat(WavFile.parse(wav, "test").samples()).containsExactly((short) 2000, (short) -5, (short) 32_767);
    }

    @Test
    void writesWhatItReadsBack() throws Exception {
        Pcm pcm = Tones.sine(440, 10_000, 333, 22_050);
        Path file = dir.resolve("tone.wav");
        WavFile.write(file, pcm);
        assertThat(WavFile.read(file)).isEqualTo(pcm);
        assertThat(Files.size(file)).isEqualTo(44 + 2L * pcm.length());
        WavFile.write(file, new Pcm(new short[0], 8000));
        assertThat(WavFile.read(file).isEmpty()).isTrue();
    }

    @Test
    void readsOverChunksOfOddLengthAndWhatFollowsTheSound() throws Exception {
        byte[] data = shorts(1, 2, 3);
        byte[] wav = concat(
                header(),
                chunk("JUNK", new byte[5]),
                format(1, 1, 8000, 16),
                chunk("odd ", new byte[1]),
                chunk("data", data),
                chunk("LIST", new byte[10]));
        assertThat(WavFile.parse(wav, "test").samples()).containsExactly((short) 1, (short) 2, (short) 3);
    }

    @Test
    void readsWhatIsThereOfAFileCutShort() throws Exception {
        byte[] wav = wav(1, 1, 8000, 16, shorts(1, 2, 3, 4));
        assertThat(WavFile.parse(Arrays.copyOf(wav, wav.length - 3), "test").samples())
                .containsExactly((short) 1, (short) 2);
    }

    @Test
    void floatsBeyondFullScaleAndNoNumbersAreHeld() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1.5f)
                .putFloat(-9e30f)
                .putFloat(Float.NaN)
                .putFloat(Float.POSITIVE_INFINITY)
                .putFloat(0.5f);
        assertThat(WavFile.parse(wav(3, 1, 8000, 32, data.array()), "test").samples())
                .containsExactly((short) 32_767, (short) -32_768, (short) 0, (short) 32_767, (short) 16_384);
    }

    @Test
    void twentyBitsInThreeBytesAreReadFromTheTop() throws Exception {
        byte[] wav = wav(1, 1, 8000, 24, new byte[] {0, 0, 0x40, 0, 0, (byte) 0xC0});
        ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putShort(34, (short) 20);
        assertThat(WavFile.parse(wav, "test").samples()).containsExactly((short) 0x4000, (short) -0x4000);
    }

    @Test
    void saysWhatIsWrong() {
        assertWrong(new byte[0], "test is no WAV file: it does not begin with RIFF…WAVE");
        assertWrong("RIFF....AVI LIST".getBytes(StandardCharsets.US_ASCII), "is no WAV file");
        assertWrong("<html>not found</html>".getBytes(StandardCharsets.US_ASCII), "is no WAV file");
        assertWrong(header(), "test has no 'fmt ' chunk");
        assertWrong(concat(header(), format(1, 1, 8000, 16)), "test has no 'data' chunk");
        assertWrong(concat(header(), chunk("data", new byte[2])), "before any 'fmt ' chunk");
        assertWrong(concat(header(), chunk("fmt ", new byte[15])), "'fmt ' chunk of 15 bytes, expected at least 16");
        assertWrong(wav(1, 0, 8000, 16, new byte[2]), "has 0 channels, expected 1 to 16");
        assertWrong(wav(1, 17, 8000, 16, new byte[2]), "has 17 channels, expected 1 to 16");
        assertWrong(wav(1, 1, 0, 16, new byte[2]), "a sample rate of 0 Hz");
        assertWrong(wav(1, 1, -1, 16, new byte[2]), "a sample rate of 4294967295 Hz");
        assertWrong(wav(1, 1, 8000, 4, new byte[2]), "samples of 4 bits");
        assertWrong(wav(1, 1, 8000, 64, new byte[8]), "samples of 64 bits");
        assertWrong(wav(3, 1, 8000, 16, new byte[8]), "samples of 16 bits, which is not read as FLOAT");
        assertWrong(wav(0x55, 1, 8000, 16, new byte[2]), "format 85, expected PCM (1)");
        assertWrong(wav(0xFFFE, 1, 8000, 16, new byte[2]), "WAVE_FORMAT_EXTENSIBLE with a 'fmt ' chunk of 16 bytes");
        byte[] blocks = wav(1, 1, 8000, 16, new byte[2]);
        blocks[32] = 9;
        assertWrong(blocks, "contradicts itself: 16 bits a sample in blocks of 9 bytes");
        assertThatThrownBy(() -> WavFile.read(resource("adpcm"))).hasMessageContaining("format 17");
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        Path file = dir.resolve("large.wav");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(WavFile.MAX_FILE_BYTES + 1);
        }
        assertThatThrownBy(() -> WavFile.read(file))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void aStreamOfTwoChannelsKeepsThemApart() throws Exception {
        Path file = dir.resolve("call.wav");
        Pcm caller = Tones.sine(500, 8000, 2500, 8000);
        Pcm robot = Tones.sine(1500, 8000, 2500, 8000);
        try (WavWriter writer = WavWriter.stereo(file, 8000)) {
            for (int at = 0; at < caller.length(); at += 160) {
                writer.write(caller.samples(), at, robot.samples(), at, 160);
            }
            assertThat(writer.durationMillis()).isEqualTo(2500);
        }
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(wav.getInt(4)).isEqualTo(wav.capacity() - 8);
        assertThat(wav.getInt(40)).isEqualTo(4 * caller.length());
        for (int i = 0; i < caller.length(); i++) {
            assertThat(wav.getShort(44 + 4 * i)).isEqualTo(caller.samples()[i]);
            assertThat(wav.getShort(46 + 4 * i)).isEqualTo(robot.samples()[i]);
        }
    }

    @Test
    void aStreamThatIsNeverClosedLeavesAFileThatCanBeRead() throws Exception {
        Path file = dir.resolve("crashed.wav");
        WavWriter writer = WavWriter.mono(file, 8000);
        assertThat(WavFile.read(file).isEmpty()).isTrue();
        writer.write(Tones.sine(500, 8000, 3500, 8000).samples(), 0, 28_000);
        assertThat(WavFile.read(file).durationMillis()).isEqualTo(3000);
        writer.close();
        writer.close();
        assertThat(WavFile.read(file)).isEqualTo(Tones.sine(500, 8000, 3500, 8000));
    }

    @Test
    void aStreamTakesOnlyTheChannelsItHas() throws Exception {
        try (WavWriter mono = WavWriter.mono(dir.resolve("a.wav"), 8000)) {
            assertThatThrownBy(() -> mono.write(new short[1], 0, new short[1], 0, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has 1 channels, samples were given for 2");
        }
    }

    private static void assertWrong(byte[] bytes, String message) {
        assertThatThrownBy(() -> WavFile.parse(bytes, "test"))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining(message);
    }

    private static Path resource(String name) throws Exception {
        return Path.of(WavFileTest.class.getResource("/wav/" + name + ".wav").toURI());
    }

    private static byte[] wav(int code, int channels, int rate, int bits, byte[] data) {
        return concat(header(), format(code, channels, rate, bits), chunk("data", data));
    }

    private static byte[] header() {
        return "RIFF\0\0\0\0WAVE".getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] format(int code, int channels, int rate, int bits) {
        ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        body.putShort((short) code).putShort((short) channels).putInt(rate).putInt(rate * channels * bits / 8);
        body.putShort((short) (channels * ((bits + 7) / 8))).putShort((short) bits);
        return chunk("fmt ", body.array());
    }

    private static byte[] chunk(String id, byte[] body) {
        ByteBuffer chunk = ByteBuffer.allocate(8 + (body.length + 1) / 2 * 2).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(id.getBytes(StandardCharsets.US_ASCII)).putInt(body.length).put(body);
        return chunk.array();
    }

    private static byte[] shorts(int... samples) {
        ByteBuffer data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample : samples) {
            data.putShort((short) sample);
        }
        return data.array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
