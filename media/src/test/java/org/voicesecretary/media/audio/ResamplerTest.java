package org.voicesecretary.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class ResamplerTest {

    @ParameterizedTest
    @CsvSource({
        "22050, 16000, 1000", "22050, 16000, 6900", "16000, 8000, 300", "16000, 8000, 3400", "44100, 16000, 5000",
        "48000, 8000, 1000", "8000, 16000, 3000", "8000, 48000, 3400", "11025, 8000, 2000", "44100, 8000, 3300",
        "22050, 8000, 440", "24000, 16000, 7000", "16001, 15999, 3000", "44099, 16000, 7000", "8000, 44099, 3000"
    })
    void aSineComesOutCleanAtItsPlaceInTime(int from, int to, double hertz) {
        Pcm out = Resampler.resample(sine(hertz, from, 1000), to);
        assertThat(out.sampleRate()).isEqualTo(to);
        assertThat(out.length()).isEqualTo(to);
        double signal = 0;
        double noise = 0;
        for (int i = to / 10; i < to * 9 / 10; i++) {
            double expected = 20_000 * Math.sin(2 * Math.PI * hertz * i / to);
            double error = out.samples()[i] - expected;
            signal += expected * expected;
            noise += error * error;
        }
        assertThat(10 * Math.log10(signal / noise)).as("SNR in dB").isGreaterThan(70);
    }

    @ParameterizedTest
    @CsvSource({
        "22050, 16000, 8100",
        "22050, 16000, 9000",
        "16000, 8000, 4050",
        "16000, 8000, 6000",
        "44100, 16000, 8200",
        "44100, 16000, 15000",
        "48000, 8000, 20000",
        "44099, 16000, 9000"
    })
    void whatLiesAboveTheNewBandIsGone(int from, int to, double hertz) {
        Pcm out = Resampler.resample(sine(hertz, from, 1000), to);
        double decibels = 20 * Math.log10((out.slice(100, 900).rms() + 0.01) / (20_000 / Math.sqrt(2)));
        assertThat(decibels).as("alias in dB").isLessThan(-70);
    }

    @Test
    void thePassbandIsFlatUpToNineTenthsOfTheBand() {
        for (int hertz = 50; hertz <= 3500; hertz += 50) {
            Pcm out = Resampler.resample(sine(hertz, 16_000, 500), 8000).slice(50, 450);
            double decibels = 20 * Math.log10(out.rms() / (20_000 / Math.sqrt(2)));
            assertThat(decibels).as("gain at %d Hz in dB", hertz).isCloseTo(0, within(0.15));
        }
    }

    @Test
    void aConstantStaysAConstant() {
        short[] constant = new short[4000];
        java.util.Arrays.fill(constant, (short) 12_345);
        Pcm out = Resampler.resample(new Pcm(constant, 22_050), 16_000);
        for (int i = 200; i < out.length() - 200; i++) {
            assertThat((int) out.samples()[i]).isCloseTo(12_345, within(2));
        }
    }

    @Test
    void theSameRateIsTheSameSound() {
        Pcm pcm = sine(440, 8000, 100);
        assertThat(Resampler.resample(pcm, 8000)).isSameAs(pcm);
    }

    @Test
    void soundsOfAnyLengthKeepIt() {
        for (int length = 0; length < 50; length++) {
            assertThat(Resampler.resample(new Pcm(new short[length], 16_000), 8000)
                            .length())
                    .isEqualTo(Math.round(length / 2.0));
        }
    }

    @Test
    void oneCanBeKeptForItsRateOnly() {
        Resampler resampler = Resampler.between(22_050, 16_000);
        assertThat(resampler.resample(sine(440, 22_050, 100)))
                .isEqualTo(Resampler.resample(sine(440, 22_050, 100), 16_000));
        assertThatThrownBy(() -> resampler.resample(sine(440, 8000, 100)))
                .hasMessageContaining("takes sound at 22050 Hz");
        assertThatThrownBy(() -> Resampler.between(0, 8000)).hasMessageContaining("0 Hz to 8000 Hz");
    }

    private static Pcm sine(double hertz, int rate, int millis) {
        short[] samples = new short[rate * millis / 1000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(20_000 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return new Pcm(samples, rate);
    }
}
