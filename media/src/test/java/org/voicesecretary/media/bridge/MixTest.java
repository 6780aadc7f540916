package org.voicesecretary.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class MixTest {
    private final Mix mix = new Mix();
    private final short[] out = new short[Mix.SAMPLES];

    @Test
    void eachHearsTheSumOfTheOthersHeldWithin16Bits() {
        mix.add(frame(20_000));
        mix.add(frame(20_000));
        mix.add(frame(-30_000));
        mix.all(out);
        assertThat(out).containsOnly(10_000);
        mix.others(frame(-30_000), out);
        assertThat(out).as("clipped only now").containsOnly(32_767);
        mix.others(frame(20_000), out);
        assertThat(out).containsOnly(-10_000);
        mix.clear();
        mix.all(out);
        assertThat(out).containsOnly(0);
    }

    @Test
    void aShortFrameIsAddedAsFarAsItGoes() {
        mix.add(frame(100), 10, 2);
        mix.all(out);
        assertThat(Arrays.copyOf(out, 3)).containsExactly(100, 100, 0);
    }

    private static short[] frame(int value) {
        short[] frame = new short[Mix.SAMPLES];
        Arrays.fill(frame, (short) value);
        return frame;
    }
}
