package org.voicesecretary.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Spectrum;
import org.voicesecretary.media.audio.Tones;

@Tag("unit")
class G722Test {

    /** The delay of both filter banks together, in samples at 16 kHz. */
    private static final int DELAY = 22;

    @Test
    void encodesBitForBitAsTheReferenceDoes() throws Exception {
        short[] in = samples("mixed.s16le");
        byte[] out = new byte[in.length / 2];
        AudioCodec.G722.newEncoder().encode(in, 0, in.length, out, 0);
        assertThat(out).isEqualTo(bytes("mixed.g722"));
    }

    @Test
    void decodesBitForBitAsTheReferenceDoes() throws Exception {
        assertThat(AudioCodec.G722.decode(bytes("mixed.g722")).samples()).isEqualTo(samples("mixed.decoded.s16le"));
    }

    @Test
    void decodesBytesThatNoEncoderSendsAsTheReferenceDoes() throws Exception {
        assertThat(AudioCodec.G722.decode(bytes("random.g722")).samples()).isEqualTo(samples("random.decoded.s16le"));
    }

    @Test
    void givesTheSameBytesInFramesAsInOnePiece() throws Exception {
        short[] in = samples("mixed.s16le");
        byte[] out = new byte[in.length / 2];
        AudioEncoder encoder = AudioCodec.G722.newEncoder();
        int at = 0;
        for (int offset = 0; offset + 320 <= in.length; offset += 320) {
            at += encoder.encode(in, offset, 320, out, at);
        }
        assertThat(java.util.Arrays.copyOf(out, at)).isEqualTo(java.util.Arrays.copyOf(bytes("mixed.g722"), at));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 300, 1000, 2000, 3400})
    void aToneInTheLowerBandComesBackClean(int hertz) {
        assertThat(signalToNoise(hertz)).as("SNR at %d Hz", hertz).isGreaterThan(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 6000, 7000})
    void aToneInTheHigherBandComesBackWithTwoBitsOfAccuracy(int hertz) {
        assertThat(signalToNoise(hertz)).as("SNR at %d Hz", hertz).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 500, 1500, 3000, 3900, 4100, 5000, 6500})
    void thePassbandIsFlatAcrossTheSeamOfTheBands(int hertz) {
        Pcm out = roundTrip(Tones.sine(hertz, 8000, 1000, 16_000));
        double decibels = 20 * Math.log10(Goertzel.amplitude(out.slice(100, 900), hertz) / 8000);
        assertThat(decibels).as("gain at %d Hz in dB", hertz).isCloseTo(0, within(1.0));
        assertThat(Spectrum.dominantFrequency(out.slice(100, 900))).isCloseTo(hertz, within(2.0));
    }

    @Test
    void silenceStaysSilence() {
        assertThat(roundTrip(Pcm.silence(500, 16_000)).peak()).isLessThanOrEqualTo(16);
    }

    @Test
    void refusesHalfAPairOfSamples() {
        AudioEncoder encoder = AudioCodec.G722.newEncoder();
        assertThatThrownBy(() -> encoder.encode(new short[3], 0, 3, new byte[2], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 samples");
    }

    private static Pcm roundTrip(Pcm in) {
        return AudioCodec.G722.decode(AudioCodec.G722.encode(in).toBytes());
    }

    /** Over the middle of a second, with the delay of the codec taken out: also proves the delay. */
    private static double signalToNoise(int hertz) {
        Pcm in = Tones.sine(hertz, 8000, 1000, 16_000);
        Pcm out = roundTrip(in);
        double signal = 0;
        double noise = 0;
        for (int i = 1600; i < 14_400; i++) {
            double error = out.samples()[i + DELAY] - in.samples()[i];
            signal += (double) in.samples()[i] * in.samples()[i];
            noise += error * error;
        }
        return 10 * Math.log10(signal / noise);
    }

    private static short[] samples(String name) throws Exception {
        byte[] bytes = bytes(name);
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static byte[] bytes(String name) throws Exception {
        return Files.readAllBytes(
                Path.of(G722Test.class.getResource("/g722/" + name).toURI()));
    }
}
