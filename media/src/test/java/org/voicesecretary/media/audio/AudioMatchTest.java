package org.voicesecretary.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.media.codec.AudioCodec;

@Tag("unit")
class AudioMatchTest {

    @Test
    void aSoundMatchesItself() throws Exception {
        AudioMatch match = AudioMatch.of(speech(), speech());
        assertThat(match.similarity()).isGreaterThan(0.999);
        assertThat(match.coverage()).isEqualTo(1);
        assertThat(match.offsetMillis()).isZero();
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void aSoundIsFoundThroughEveryCodecAtAnotherLevelAfterADelay(AudioCodec codec) throws Exception {
        Pcm sent = Resampler.resample(speech(), codec.sampleRate()).scaled(0.3);
        Pcm heard = Pcm.silence(730, codec.sampleRate())
                .concat(codec.decode(codec.encode(sent).toBytes()));
        AudioMatch match = AudioMatch.of(speech(), heard);
        assertThat(match.similarity()).isGreaterThan(0.95);
        assertThat(match.coverage()).isEqualTo(1);
        assertThat(match.offsetMillis()).isCloseTo(730, within(3L));
    }

    @Test
    void gapsAndPausesThatCameInDoNotMatter() throws Exception {
        Pcm speech = speech();
        Pcm heard = Pcm.concat(List.of(
                speech.slice(0, 500), Pcm.silence(120, 16_000), speech.slice(500, 750), speech.slice(770, 2000)));
        AudioMatch match = AudioMatch.of(speech, heard);
        assertThat(match.similarity()).isGreaterThan(0.85);
        assertThat(match.coverage()).isGreaterThan(0.7);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 95, 110, 125, 140, 155, 170})
    void aPieceThatAGapHasTornInTwoIsFound(int at) {
        Pcm word = noise(6, 250).concat(noise(7, 250).scaled(0.2));
        for (int gap : new int[] {40, 120, 240}) {
            Pcm heard = Pcm.concat(List.of(
                    Pcm.silence(800, 8000),
                    word.slice(0, at),
                    Pcm.silence(gap, 8000),
                    word.slice(at, 500),
                    Pcm.silence(400, 8000)));
            AudioMatch match = AudioMatch.of(word, heard);
            assertThat(match.similarity())
                    .as("with a gap of %d ms: %s", gap, match)
                    .isGreaterThan(0.8);
            assertThat(match.coverage()).isEqualTo(1);
        }
    }

    @Test
    void halfOfASoundIsHalfAMatch() throws Exception {
        Pcm noise = noise(4, 4000);
        AudioMatch match = AudioMatch.of(noise, noise.slice(0, 2000));
        assertThat(match.coverage()).isCloseTo(0.5, within(0.07));
        assertThat(match.similarity()).isCloseTo(0.5, within(0.1));
    }

    @Test
    void theReferenceMayHaveBegunBeforeTheRecording() {
        Pcm noise = noise(4, 4000);
        AudioMatch match = AudioMatch.of(noise, noise.slice(1000, 4000));
        assertThat(match.offsetMillis()).isEqualTo(-1000);
        assertThat(match.coverage()).isCloseTo(0.75, within(0.07));
    }

    @Test
    void somethingElseIsNoMatch() throws Exception {
        Pcm speech = speech();
        assertThat(AudioMatch.of(speech, noise(5, 2000)).similarity()).isLessThan(0.5);
        assertThat(AudioMatch.of(speech, Tones.busy(2000, 8000)).similarity()).isLessThan(0.5);
        Pcm word = speech.slice(0, 500);
        assertThat(AudioMatch.of(word, reversed(word)).similarity()).isLessThan(0.6);
        assertThat(AudioMatch.of(Tones.sine(440, 9000, 1000, 8000), Tones.sine(480, 9000, 1000, 8000))
                        .coverage())
                .isZero();
    }

    @Test
    void aToneIsFound() {
        Pcm tone = Tones.sine(440, 9000, 1000, 8000);
        Pcm heard = Pcm.concat(List.of(Pcm.silence(300, 8000), tone, Pcm.silence(300, 8000)));
        assertThat(AudioMatch.of(tone, heard).similarity()).isGreaterThan(0.99);
    }

    @Test
    void silenceMatchesNothing() throws Exception {
        assertThat(AudioMatch.of(speech(), Pcm.silence(1000, 8000)).similarity())
                .isZero();
        assertThat(AudioMatch.of(Pcm.silence(1000, 8000), speech()).similarity())
                .isZero();
        assertThat(AudioMatch.of(speech(), new Pcm(new short[0], 8000)).coverage())
                .isZero();
        assertThatThrownBy(() -> AudioMatch.of(Pcm.silence(181_000, 8000), Pcm.silence(1, 8000)))
                .hasMessageContaining("at most 3 minutes");
    }

    /** Half a second of speech, again, backwards, and again: two seconds in all. */
    private static Pcm speech() throws Exception {
        byte[] bytes = Files.readAllBytes(
                Path.of(AudioMatchTest.class.getResource("/g722/mixed.s16le").toURI()));
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        Pcm speech = new Pcm(samples, 16_000).slice(0, 500);
        return Pcm.concat(List.of(speech, speech.scaled(0.8), reversed(speech), speech.scaled(0.9)));
    }

    private static Pcm reversed(Pcm pcm) {
        short[] samples = new short[pcm.length()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = pcm.samples()[samples.length - 1 - i];
        }
        return new Pcm(samples, pcm.sampleRate());
    }

    private static Pcm noise(int seed, int millis) {
        Random random = new Random(seed);
        short[] samples = new short[millis * 8];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (random.nextGaussian() * 4000);
        }
        return new Pcm(samples, 8000);
    }
}
