package org.voicesecretary.pbx.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class TrunkStateTest {
    private final TrunkState state = new TrunkState();

    /** {@code +} for a probe that was answered; gives {@code U} or {@code D} for each. */
    private String after(String probes) {
        var states = new StringBuilder();
        probes.chars().forEach(c -> {
            state.probed(c == '+');
            states.append(state.isUp() ? 'U' : 'D');
        });
        return states.toString();
    }

    @Test
    void nothingIsKnownAndSoItIsUp() {
        assertThat(state.isUp()).isTrue();
        assertThat(state.isInDoubt()).isFalse();
    }

    @Test
    void threeProbesInARowHaveToFail() {
        assertThat(after("--+--+---")).isEqualTo("UUUUUUUUD");
    }

    @Test
    void twoInARowHaveToBeAnsweredThen() {
        after("---");
        assertThat(after("+-+-++")).isEqualTo("DDDDDU");
    }

    @Test
    void aChangeIsToldOnce() {
        state.probed(false);
        assertThat(state.isInDoubt()).isTrue();
        state.probed(false);
        assertThat(state.probed(false)).isTrue();
        assertThat(state.probed(false)).isFalse();
    }
}
