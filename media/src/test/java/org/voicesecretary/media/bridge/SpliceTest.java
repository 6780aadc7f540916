package org.voicesecretary.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SpliceTest {
    private final Splice splice = new Splice();

    @Test
    void theFirstPacketGoesOnWhereTheStreamStood() {
        assertThat(splice.place(65_535, 0xffff_ff00L, 100, 5000)).isTrue();

        assertPlaced(100, 5000, true);
        splice.place(0, 0xffff_ffa0L, 101, 5160);
        assertPlaced(101, 5160, false);
        splice.place(1, 0x40, 102, 5320);
        assertPlaced(102, 5320, false);
    }

    @Test
    void lossAndOrderOfTheSourceStayVisible() {
        splice.place(10, 1600, 500, 8000);
        splice.place(13, 2080, 501, 8160);
        assertPlaced(503, 8480, false);
        splice.place(12, 1920, 504, 8640);
        assertPlaced(502, 8320, false);
    }

    @Test
    void whatIsOlderThanTheBeginningIsNotSent() {
        splice.place(10, 1600, 500, 8000);

        assertThat(splice.place(9, 1440, 501, 8160)).isFalse();
    }

    @Test
    void itKnowsOldFromNewAlsoAfterHoursOfPackets() {
        splice.place(0, 0, 7, 0);
        for (int i = 1; i < 300_000; i++) {
            assertThat(splice.place(i & 0xffff, i * 160L & 0xffff_ffffL, (7 + i) & 0xffff, i * 160L))
                    .isTrue();
            assertThat(splice.sequence()).isEqualTo((7 + i) & 0xffff);
            assertThat(splice.beginning()).isFalse();
        }
    }

    @Test
    void whatIsLeftOutOnPurposeLooksLikeNoLoss() {
        splice.place(10, 1600, 500, 8000);
        splice.leaveOut(11, 501);
        splice.leaveOut(12, 501);

        splice.place(13, 2080, 501, 8480);
        assertPlaced(501, 8480, false);
        assertThat(splice.place(12, 1920, 502, 8640)).as("late, left out").isFalse();
    }

    @Test
    void jumpsOfTheSourceAreNewBeginningsNotGaps() {
        splice.place(10, 1600, 500, 8000);
        splice.place(40_000, 1760, 501, 8160);
        assertPlaced(501, 8160, true);
        splice.place(40_001, 900_000_000L, 502, 8320);
        assertPlaced(502, 8320, true);
    }

    @Test
    void afterSomethingElseItBeginsAnew() {
        splice.place(10, 1600, 500, 8000);
        splice.release();

        splice.place(11, 1760, 700, 20_000);
        assertPlaced(700, 20_000, true);
    }

    private void assertPlaced(int sequence, long timestamp, boolean beginning) {
        assertThat(splice.sequence()).isEqualTo(sequence);
        assertThat(splice.timestamp()).isEqualTo(timestamp);
        assertThat(splice.beginning()).isEqualTo(beginning);
    }
}
