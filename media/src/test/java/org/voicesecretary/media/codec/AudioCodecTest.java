package org.voicesecretary.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.media.audio.AudioMatch;
import org.voicesecretary.media.audio.Goertzel;
import org.voicesecretary.media.audio.Loudness;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;

@Tag("unit")
class AudioCodecTest {

    @ParameterizedTest
    @CsvSource({"PCMU, 0, 8000, 160", "PCMA, 8, 8000, 160", "G722, 9, 16000, 320"})
    void isWhatRfc3551SaysItIs(AudioCodec codec, int payloadType, int sampleRate, int frameSamples) {
        assertThat(codec.payloadType()).isEqualTo(payloadType);
        assertThat(codec.sampleRate()).isEqualTo(sampleRate);
        assertThat(codec.clockRate()).isEqualTo(8000);
        assertThat(codec.frameBytes()).isEqualTo(160);
        assertThat(codec.frameTicks()).isEqualTo(160);
        assertThat(codec.frameSamples()).isEqualTo(frameSamples);
        assertThat(AudioCodec.ofStaticPayloadType(payloadType)).contains(codec);
        assertThat(AudioCodec.named(codec.rtpName().toLowerCase(java.util.Locale.ROOT), 8000))
                .contains(codec);
    }

    @Test
    void othersAreUnknown() {
        assertThat(AudioCodec.ofStaticPayloadType(18)).isEmpty();
        assertThat(AudioCodec.named("PCMU", 16_000)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void theLastFrameIsFilledUpWithSilence(AudioCodec codec) {
        EncodedAudio encoded = codec.encode(Tones.sine(1000, 10_000, 50, codec.sampleRate()));
        assertThat(encoded.frames()).isEqualTo(3);
        assertThat(encoded.durationMillis()).isEqualTo(60);
        Pcm decoded = codec.decode(encoded.toBytes());
        assertThat(Goertzel.amplitude(decoded.slice(0, 50), 1000)).isCloseTo(10_000, within(300.0));
        assertThat(decoded.slice(56, 60).peak()).isLessThan(600);
        byte[] packet = new byte[172];
        encoded.copyFrame(2, packet, 12);
        assertThat(java.util.Arrays.copyOfRange(packet, 12, 172))
                .isEqualTo(java.util.Arrays.copyOfRange(encoded.toBytes(), 320, 480));
        assertThat(codec.encode(new Pcm(new short[0], codec.sampleRate())).frames())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void silenceIsSilent(AudioCodec codec) {
        assertThat(codec.decode(codec.silenceFrame()).peak()).isLessThanOrEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void levelsSurviveTheRoundTrip(AudioCodec codec) {
        Pcm tone = Tones.sine(1000, Tones.amplitude(-20), 500, codec.sampleRate());
        Pcm decoded = codec.decode(codec.encode(tone).toBytes());
        assertThat(Loudness.dbfs(decoded)).isCloseTo(Loudness.dbfs(tone), within(0.1));
        assertThat(AudioMatch.of(tone, decoded).similarity()).isGreaterThan(0.99);
    }

    @Test
    void soundOfAnotherRateIsRefused() {
        assertThatThrownBy(() -> AudioCodec.G722.encode(Pcm.silence(20, 8000)))
                .hasMessage("G722 needs sound at 16000 Hz, got 8000 Hz; resample it first");
        assertThatThrownBy(() -> EncodedAudio.of(AudioCodec.PCMU, new byte[161]))
                .hasMessageContaining("161 bytes");
    }
}
