package org.voicesecretary.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SparseLogTest {
    private final List<String> lines = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5;

    @Test
    void afterSoManyLinesOnlyTheirNumberIsToldUntilTimeHasPassed() {
        var log = new SparseLog(2, Duration.ofNanos(100), () -> now, lines::add);
        log.add("a");
        log.add("b");
        log.add("c");
        now += 99;
        log.add("d");
        assertThat(lines).containsExactly("a", "b");

        now += 1;
        log.add("e");
        log.add("f");

        assertThat(lines).containsExactly("a", "b", "e (2 lines before it were left out)", "f");
    }
}
