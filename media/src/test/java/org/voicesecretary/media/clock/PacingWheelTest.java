package org.voicesecretary.media.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PacingWheelTest {
    private static final long FRAME = 20_000_000;
    private static final long SLOT = 2_500_000;

    private final ManualClock clock = new ManualClock();
    private final Lateness lateness = new Lateness();
    private final List<Throwable> faults = new ArrayList<>();
    private final PacingWheel wheel =
            new PacingWheel(clock, FRAME, 8, 200_000_000, lateness, (member, fault) -> faults.add(fault));

    @Test
    void eachMemberHasItsTurnEvery20MillisecondsAtAnAbsoluteDeadline() {
        List<Long> deadlines = new ArrayList<>();
        wheel.join(deadlines::add);
        drive(1000, 700); // uneven steps: the deadlines stay even
        assertThat(deadlines).hasSizeBetween(50, 51);
        for (int i = 1; i < deadlines.size(); i++) {
            assertThat(deadlines.get(i) - deadlines.get(i - 1)).isEqualTo(FRAME);
        }
    }

    @Test
    void membersAreSpreadEvenlyOverTheSlots() {
        Map<Integer, Integer> perSlot = new HashMap<>();
        for (int i = 0; i < 800; i++) {
            perSlot.merge(wheel.join(deadline -> true).slot(), 1, Integer::sum);
        }
        assertThat(perSlot)
                .hasSize(8)
                .allSatisfy((slot, count) -> assertThat(count).isEqualTo(100));
    }

    @Test
    void aSlotThatEmptiedIsFilledFirst() {
        List<PacingWheel.Seat> seats = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            seats.add(wheel.join(deadline -> true));
        }
        List<PacingWheel.Seat> third =
                seats.stream().filter(seat -> seat.slot() == 3).toList();
        third.forEach(wheel::leave);
        for (int i = 0; i < third.size(); i++) {
            assertThat(wheel.join(deadline -> true).slot()).isEqualTo(3);
        }
    }

    @Test
    void whoLeavesHasNoFurtherTurnAndNobodyElseLosesOne() {
        int[] turns = new int[3];
        PacingWheel.Seat[] seats = new PacingWheel.Seat[24];
        for (int i = 0; i < 24; i++) { // three in each slot
            int which = i / 8;
            int index = i;
            seats[i] = wheel.join(deadline -> {
                turns[which]++;
                if (which == 0) {
                    wheel.leave(seats[index]); // within its own turn
                }
                return true;
            });
        }
        drive(200, 1000);
        assertThat(turns[0]).isEqualTo(8);
        assertThat(turns[1]).isEqualTo(turns[2]).isGreaterThan(8 * 8);
        assertThat(wheel.members()).isEqualTo(16);
    }

    @Test
    void leavingTwiceCountsOnce() {
        PacingWheel.Seat seat = wheel.join(deadline -> true);
        wheel.join(deadline -> true);
        wheel.leave(seat);
        wheel.leave(seat);
        assertThat(wheel.members()).isEqualTo(1);
    }

    @Test
    void turnsMissedByLittleAreCaughtUp() {
        List<Long> deadlines = new ArrayList<>();
        wheel.join(deadlines::add);
        drive(100, 1000);
        int before = deadlines.size();
        clock.advance(Duration.ofMillis(100));
        drain();
        assertThat(deadlines).hasSize(before + 5);
        assertThat(wheel.skippedTurns()).isZero();
    }

    @Test
    void turnsMissedByMuchAreGivenUpAndTheRestKeepsItsGrid() {
        List<Long> deadlines = new ArrayList<>();
        wheel.join(deadlines::add);
        drive(100, 1000);
        int before = deadlines.size();
        clock.advance(Duration.ofMillis(1000));
        drain();
        assertThat(deadlines.size() - before).isLessThanOrEqualTo(1);
        assertThat(wheel.skippedTurns()).isBetween(49L, 50L);
        drive(100, 1000);
        assertThat((deadlines.getLast() - deadlines.getFirst()) % FRAME).isZero();
    }

    @Test
    void anIdleWheelOwesNothingToItsFirstMember() {
        clock.advance(Duration.ofHours(3));
        List<Long> deadlines = new ArrayList<>();
        wheel.join(deadlines::add);
        drain();
        drive(100, 1000);
        assertThat(deadlines).hasSizeBetween(4, 6);
        assertThat(deadlines.getFirst())
                .isGreaterThanOrEqualTo(Duration.ofHours(3).toNanos() - SLOT);
        assertThat(wheel.skippedTurns()).isZero();
    }

    @Test
    void aMemberThatThrowsDoesNotKeepTheOthersFromTheirTurns() {
        int[] turns = new int[1];
        for (int i = 0; i < 16; i++) {
            boolean bad = i < 8;
            wheel.join(deadline -> {
                if (bad) {
                    throw new IllegalStateException("bad");
                }
                turns[0]++;
                return true;
            });
        }
        drive(40, 1000);
        assertThat(faults).hasSizeGreaterThanOrEqualTo(8);
        assertThat(turns[0]).isGreaterThanOrEqualTo(8);
    }

    @Test
    void latenessIsMeasuredAgainstTheDeadlineAndOnlyWhereSomethingWasSent() {
        wheel.join(deadline -> true);
        wheel.join(deadline -> false);
        drain();
        for (int i = 0; i < 100; i++) {
            clock.advanceMicros(SLOT / 1000);
            drain();
        }
        assertThat(lateness.snapshot().total()).isBetween(12L, 13L);
        assertThat(lateness.snapshot().percentileMicros(0.999)).isLessThanOrEqualTo(2500);
        long before = lateness.snapshot().total();
        clock.advance(Duration.ofMillis(60));
        drain();
        LatenessSnapshot late = lateness.snapshot();
        assertThat(late.total()).isEqualTo(before + 3);
        assertThat(late.laterThanMillis(10)).isBetween(2L, 3L);
        assertThat(late.maxMicros()).isBetween(38_000L, 60_000L);
    }

    private void drive(int millis, int stepMicros) {
        for (long passed = 0; passed < millis * 1000L; passed += stepMicros) {
            clock.advanceMicros(stepMicros);
            drain();
        }
    }

    private void drain() {
        long before;
        do {
            before = wheel.nextDeadline();
            wheel.runDue();
        } while (wheel.nextDeadline() != before);
    }
}
