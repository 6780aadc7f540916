package org.voicesecretary.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ReceptionStatisticsTest {

    private static final long FRAME_NANOS = 20_000_000;

    private final ReceptionStatistics statistics = new ReceptionStatistics(8000);
    private long now = 5_000_000_000L;
    private int timestamp = -400;

    @Test
    void aCleanStreamHasNoLossAndNoJitter() {
        for (int i = 65_500; i < 65_600; i++) {
            assertThat(tick(i & 0xFFFF)).isTrue();
        }
        assertThat(statistics.received()).isEqualTo(100);
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.jitterMillis()).isZero();
        assertThat(statistics.extendedHighestSequence()).isEqualTo(65_536 + 63);
    }

    @Test
    void lossIsCountedAsAWholeAndSinceTheLastReport() {
        for (int i = 0; i < 100; i++) {
            if (i % 4 != 3) {
                tick(i);
            }
        }
        tick(100);
        ReportBlock first = statistics.report(9, now);
        assertThat(first.cumulativeLost()).isEqualTo(25);
        assertThat(first.fractionLost()).isEqualTo(25 * 256 / 101);
        assertThat(first.extendedHighestSequence()).isEqualTo(100);
        for (int i = 101; i < 120; i++) {
            tick(i);
        }
        assertThat(statistics.report(9, now).fractionLost()).isZero();
        assertThat(statistics.report(9, now).cumulativeLost()).isEqualTo(25);
    }

    @Test
    void doublesMakeLossNegative() {
        for (int i = 10; i < 20; i++) {
            tick(i);
            tick(i);
        }
        assertThat(statistics.lost()).isEqualTo(-10);
        assertThat(statistics.report(9, now).cumulativeLost()).isEqualTo(-10);
        assertThat(statistics.report(9, now).fractionLost()).isZero();
    }

    @Test
    void packetsOutOfOrderAreNoLoss() {
        for (int i : new int[] {1, 2, 4, 3, 5, 8, 6, 7}) {
            tick(i);
        }
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.misordered()).isEqualTo(3);
    }

    @Test
    void aLonePacketFromFarAwayDoesNotCount() {
        tick(100);
        tick(101);
        assertThat(tick(40_000)).isFalse();
        assertThat(tick(102)).isTrue();
        assertThat(statistics.received()).isEqualTo(3);
        assertThat(statistics.restarts()).isZero();
    }

    @Test
    void twoOfThemInARowAreANewBeginning() {
        tick(100);
        tick(101);
        assertThat(tick(40_000)).isFalse();
        assertThat(tick(40_001)).isTrue();
        assertThat(statistics.restarts()).isEqualTo(1);
        assertThat(statistics.expected()).isEqualTo(1);
        assertThat(statistics.lost()).isZero();
    }

    @Test
    void jitterIsTheRunningMeanOfTheRfc() {
        // Every other packet comes 5 ms late: the spacing is off by 40 ticks each time.
        double expected = 0;
        for (int i = 0; i < 200; i++) {
            timestamp += 160;
            now += FRAME_NANOS;
            statistics.packet(i, timestamp, now + (i % 2) * 5_000_000);
            if (i > 0) {
                expected += (40 - expected) / 16;
            }
        }
        assertThat(statistics.jitterMillis()).isCloseTo(expected / 8, within(0.01));
        assertThat(statistics.jitterMillis()).isCloseTo(5, within(0.05));
        assertThat(statistics.report(9, now).jitter()).isEqualTo(39);
    }

    @Test
    void jitterSurvivesTheEndOfTheTimestampAndJumpsOfIt() {
        timestamp = Integer.MAX_VALUE - 800;
        for (int i = 0; i < 10; i++) {
            tick(i);
        }
        timestamp += 1_000_000_000;
        for (int i = 10; i < 20; i++) {
            tick(i);
        }
        assertThat(statistics.jitterMillis()).isZero();
    }

    @Test
    void aReportTellsTheSenderHowLongAgoItsOwnCame() {
        tick(1);
        assertThat(statistics.report(9, now).lastSenderReport()).isZero();
        assertThat(statistics.report(9, now).delaySinceLastSenderReport()).isZero();
        statistics.senderReport(0x1122_3344_5566_7788L, now);
        ReportBlock block = statistics.report(9, now + 1_500_000_000L);
        assertThat(block.ssrc()).isEqualTo(9);
        assertThat(block.lastSenderReport()).isEqualTo(0x3344_5566L);
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(98_304);
    }

    @Test
    void aStreamThatNeverBeganIsEmpty() {
        assertThat(statistics.started()).isFalse();
        assertThat(statistics.expected()).isZero();
        assertThat(statistics.report(9, now)).isEqualTo(new ReportBlock(9, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void reportsAreDueAboutEveryFiveSecondsAndTheFirstOneSooner() {
        RtcpInterval interval = RtcpInterval.OF_64_KBIT;
        assertThat(interval.next(false, 2, 128, 0)).isCloseTo(Duration.ofMillis(2052), Duration.ofMillis(1));
        assertThat(interval.next(false, 2, 128, 1)).isCloseTo(Duration.ofMillis(6156), Duration.ofMillis(1));
        assertThat(interval.next(true, 2, 128, 0.5)).isCloseTo(Duration.ofMillis(2052), Duration.ofMillis(1));
        // 100 members of 128 bytes on 500 bytes a second take 25.6 s
        assertThat(interval.next(false, 100, 128, 0.5)).isCloseTo(Duration.ofMillis(21_014), Duration.ofMillis(2));
    }

    private boolean tick(int sequence) {
        timestamp += 160;
        now += FRAME_NANOS;
        return statistics.packet(sequence, timestamp, now);
    }
}
