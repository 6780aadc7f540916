package org.voicesecretary.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class TonesTest {

    @ParameterizedTest
    @ValueSource(doubles = {50, 440, 1000.5, 3333, 3900})
    void aToneHasItsFrequencyAndAmplitude(double hertz) {
        Pcm tone = Tones.sine(hertz, 10_000, 500, 8000);
        assertThat(Spectrum.dominantFrequency(tone)).isCloseTo(hertz, within(0.5));
        assertThat(Goertzel.amplitude(tone, hertz)).isCloseTo(10_000, within(200.0));
        assertThat(Goertzel.amplitude(tone, hertz / 2)).isLessThan(20);
        assertThat(tone.samples()[0]).as("begins softly").isBetween((short) -1500, (short) 1500);
    }

    @Test
    void levelsAreThoseOfG711() {
        // ITU-T G.711: a sine of +3.14 dBm0 (A-law) reaches full scale.
        assertThat(Tones.amplitude(3.14)).isCloseTo(32_768, within(1.0));
        assertThat(Tones.amplitude(-20) / Tones.amplitude(0)).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void busyIsHalfASecondOnAndHalfASecondOff() {
        Pcm busy = Tones.busy(2000, 8000);
        assertThat(busy.durationMillis()).isEqualTo(2000);
        for (int second = 0; second < 2000; second += 1000) {
            assertThat(Spectrum.dominantFrequency(busy.slice(second, second + 500)))
                    .isCloseTo(425, within(1.0));
            assertThat(busy.slice(second + 500, second + 1000).peak()).isZero();
        }
        assertThat(Tones.ringing(6000, 8000).slice(1000, 5000).peak()).isZero();
        assertThat(Tones.ringing(6000, 8000).slice(5000, 6000).rms()).isGreaterThan(1000);
    }

    @Test
    void theFillerIsShortAndSoft() {
        Pcm filler = Tones.filler(8000);
        assertThat(filler.durationMillis()).isBetween(50L, 300L);
        assertThat(Loudness.dbfs(filler)).isBetween(-30.0, -15.0);
    }

    @Test
    void comfortNoiseIsHardlyHeardAndHasNoTone() {
        Pcm noise = Tones.comfort(2000, 8000);
        assertThat(Loudness.dbfs(noise)).isCloseTo(-60, within(1.0));
        assertThat(Spectrum.of(noise).share(0, 2000)).isCloseTo(0.5, within(0.05));
        assertThat(noise).isEqualTo(Tones.comfort(2000, 8000));
    }

    @Test
    void silenceHasNoFrequency() {
        assertThat(Spectrum.dominantFrequency(Pcm.silence(100, 8000))).isZero();
        assertThat(Spectrum.dominantFrequency(new Pcm(new short[0], 8000))).isZero();
        assertThat(Spectrum.of(Pcm.silence(100, 8000)).share(0, 4000)).isZero();
        assertThat(Goertzel.amplitude(new Pcm(new short[0], 8000), 440)).isZero();
    }

    @Test
    void soundsAreCutAndJoined() {
        Pcm joined = Pcm.concat(List.of(Pcm.silence(100, 8000), Tones.sine(440, 1000, 50, 8000)));
        assertThat(joined.durationMillis()).isEqualTo(150);
        assertThat(joined.slice(0, 100).peak()).isZero();
        assertThat(joined.slice(100, 999)).isEqualTo(Tones.sine(440, 1000, 50, 8000));
        assertThat(joined.slice(900, 100).isEmpty()).isTrue();
        assertThat(joined.slice(-5, 10).length()).isEqualTo(80);
        assertThat(joined.mixed(joined.scaled(-1)).peak()).isZero();
        assertThatThrownBy(() -> joined.concat(Pcm.silence(1, 16_000)))
                .hasMessageContaining("8000 Hz and 16000 Hz; resample first");
        assertThatThrownBy(() -> new Pcm(new short[0], 0)).hasMessageContaining("0 Hz, expected 1 to");
    }
}
