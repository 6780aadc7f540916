package org.voicesecretary.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class WallClockTest {
    private Instant wall = Instant.parse("2026-03-04T10:00:00Z");
    private long nanos = 17;
    private final WallClock clock = new WallClock(() -> wall, () -> nanos);

    @Test
    void aClockThatGoesEvenlyOrIsPulledALittleIsFine() {
        pass(Duration.ofDays(30));
        assertThat(clock.trouble()).isEmpty();
        wall = wall.plusSeconds(59);
        assertThat(clock.trouble()).isEmpty();
        wall = wall.minusSeconds(118);
        assertThat(clock.trouble()).isEmpty();
    }

    @Test
    void aClockThatJumpedByAnHourIsNamedUntilItIsRightAgain() {
        pass(Duration.ofHours(5));
        wall = wall.plusSeconds(3600);
        assertThat(clock.trouble())
                .hasValueSatisfying(
                        trouble -> assertThat(trouble).contains("set forward by 3600 s", "2026-03-04T10:00:00Z"));
        wall = wall.minusSeconds(7200);
        assertThat(clock.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("set back by 3600 s"));
        wall = wall.plusSeconds(3600);
        assertThat(clock.trouble()).isEmpty();
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }
}
