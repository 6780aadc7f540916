package org.voicesecretary.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class StereoTimelineTest {
    private final List<Short> left = new ArrayList<>();
    private final List<Short> right = new ArrayList<>();
    private final StereoTimeline timeline = new StereoTimeline(10, (l, leftAt, r, rightAt, count) -> {
        for (int i = 0; i < count; i++) {
            left.add(l[leftAt + i]);
            right.add(r[rightAt + i]);
        }
    });

    @Test
    void samplesLieWhereTheyBelongInWhateverOrderTheyCome() throws IOException {
        timeline.lay(0, 3, new short[] {4, 5}, 2);
        timeline.lay(0, 0, new short[] {1, 2}, 2);
        timeline.lay(1, 1, new short[] {9}, 1);
        timeline.writeUntil(6);
        assertThat(left).containsExactly((short) 1, (short) 2, (short) 0, (short) 4, (short) 5, (short) 0);
        assertThat(right).containsExactly((short) 0, (short) 9, (short) 0, (short) 0, (short) 0, (short) 0);
    }

    @Test
    void whatComesAfterItsTimeWasWrittenIsLostAndItsRestKept() throws IOException {
        timeline.writeUntil(4);
        timeline.lay(0, 0, new short[] {1, 2}, 2);
        timeline.lay(0, 3, new short[] {7, 8}, 2);
        timeline.writeUntil(6);
        assertThat(left).containsExactly((short) 0, (short) 0, (short) 0, (short) 0, (short) 8, (short) 0);
    }

    @Test
    void whatIsBeyondTheWindowPushesItOn() throws IOException {
        timeline.lay(0, 0, new short[] {1}, 1);
        timeline.lay(0, 100, new short[] {2}, 1);
        timeline.writeUntil(102);
        assertThat(left).hasSize(102);
        assertThat(left.get(0)).isEqualTo((short) 1);
        assertThat(left.get(100)).isEqualTo((short) 2);
        assertThat(left.stream().filter(sample -> sample != 0)).hasSize(2);
    }
}
