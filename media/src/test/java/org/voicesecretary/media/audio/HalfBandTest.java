package org.voicesecretary.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class HalfBandTest {

    @ParameterizedTest
    @ValueSource(doubles = {300, 1000, 2500, 3400})
    void tonesOfSpeechPassBothWaysFrameByFrame(double hertz) {
        HalfBand up = new HalfBand();
        HalfBand down = new HalfBand();
        short[] in = Tones.sine(hertz, 10_000, 400, 8000).samples();
        short[] wide = new short[2 * in.length];
        short[] back = new short[in.length];
        for (int at = 0; at + 160 <= in.length; at += 160) {
            up.up(in, at, 160, wide, 2 * at);
            down.down(wide, 2 * at, 320, back, at);
        }

        Pcm middleWide = new Pcm(wide, 16_000).slice(100, 300);
        Pcm middle = new Pcm(back, 8000).slice(100, 300);
        assertThat(Spectrum.of(middleWide).share(hertz - 20, hertz + 20)).isGreaterThan(0.999);
        assertThat(middleWide.rms()).isBetween(6700.0, 7400.0);
        assertThat(middle.rms()).isBetween(6500.0, 7400.0);
        assertThat(Spectrum.of(middle).share(hertz - 20, hertz + 20)).isGreaterThan(0.999);
    }

    @ParameterizedTest
    @ValueSource(doubles = {4700, 6000, 7500})
    void whatTheLowerRateCannotHoldGoesAway(double hertz) {
        HalfBand down = new HalfBand();
        short[] in = Tones.sine(hertz, 10_000, 400, 16_000).samples();
        short[] out = new short[in.length / 2];
        for (int at = 0; at + 320 <= in.length; at += 320) {
            down.down(in, at, 320, out, at / 2);
        }
        assertThat(new Pcm(out, 8000).slice(100, 300).rms()).isLessThan(150);
    }
}
