package org.voicesecretary.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class LoudnessTest {

    private static final int CEILING = (int) (32_768 * Math.pow(10, -3 / 20.0));

    @ParameterizedTest
    @ValueSource(doubles = {0.006, 0.01, 0.1, 0.5, 1.0})
    void speechOfAnyLevelComesToTwentyDecibelsBelowFullScale(double factor) {
        Pcm levelled = Loudness.level(speech().scaled(factor));
        assertThat(Loudness.dbfs(levelled)).isCloseTo(-20, within(0.3));
        assertThat(levelled.peak()).isLessThanOrEqualTo(CEILING);
    }

    @Test
    void pausesDoNotCount() {
        Pcm speech = speech();
        Pcm withPauses = Pcm.concat(List.of(Pcm.silence(3000, 8000), speech, Pcm.silence(5000, 8000)));
        assertThat(Loudness.dbfs(withPauses)).isCloseTo(Loudness.dbfs(speech), within(0.3));
        assertThat(Loudness.dbfs(Loudness.level(withPauses))).isCloseTo(-20, within(0.3));
    }

    @Test
    void silenceStaysSilence() {
        Pcm silence = Pcm.silence(1000, 8000);
        assertThat(Loudness.level(silence)).isEqualTo(silence);
        assertThat(Loudness.dbfs(silence)).isEqualTo(-100);
        Pcm hiss = Tones.comfort(1000, 8000).scaled(0.5);
        assertThat(Loudness.level(hiss)).isEqualTo(hiss);
        Pcm nothing = new Pcm(new short[0], 8000);
        assertThat(Loudness.level(nothing)).isEqualTo(nothing);
    }

    @Test
    void clicksAreTurnedDownWithoutClipping() {
        short[] samples = Tones.sine(300, 2000, 2000, 8000).samples().clone();
        for (int i = 1000; i < samples.length; i += 1000) {
            samples[i] = Short.MAX_VALUE;
            samples[i + 1 < samples.length ? i + 1 : i] = Short.MIN_VALUE;
        }
        Pcm levelled = Loudness.level(new Pcm(samples, 8000));
        assertThat(levelled.peak()).isLessThanOrEqualTo(CEILING);
        // The tone between the clicks is still a tone.
        assertThat(Spectrum.of(levelled.sliceSamples(1200, 1900)).share(250, 350))
                .isGreaterThan(0.99);
    }

    @Test
    void aToneKeepsItsShape() {
        Pcm levelled = Loudness.level(Tones.sine(1000, 30_000, 1000, 8000));
        assertThat(20 * Math.log10(levelled.rms() / 32_768)).isCloseTo(-20, within(0.3));
        assertThat(Spectrum.of(levelled).share(950, 1050)).isGreaterThan(0.999);
    }

    /** Bursts of noise with an envelope: about the crest factor of speech. */
    private static Pcm speech() {
        Random random = new Random(3);
        short[] samples = new short[8000 * 4];
        for (int i = 0; i < samples.length; i++) {
            double envelope = Math.max(0, Math.sin(2 * Math.PI * i / 2000.0));
            samples[i] = (short) Math.clamp((long) (random.nextGaussian() * envelope * 9000), -32_768, 32_767);
        }
        return new Pcm(samples, 8000);
    }
}
