package org.voicesecretary.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.clock.Lateness;
import org.voicesecretary.media.clock.LatenessSnapshot;

@Tag("unit")
class PressureTest {
    private final Pressure pressure = new Pressure(Duration.ofMillis(50), Duration.ofMillis(10));

    @ParameterizedTest(name = "waits of {0} ms: refuse = {1}")
    @CsvSource({
        "0, false",
        "500, false",
        "500 500, false",
        "51 51 51, true",
        "50 50 50 50, false",
        "500 500 1 500 500, false",
        "51 51 51 49, true",
        "51 51 51 26, true",
        "51 51 51 25, false",
        "51 51 51 25 51, false",
        "51 51 51 25 51 51 51, true"
    })
    void aWaitThatStandsIsTooMuchUntilItHasHalved(String millis, boolean refuse) {
        for (String wait : millis.split(" ")) {
            pressure.waited(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(wait)));
        }

        assertThat(pressure.tooHigh().isPresent()).isEqualTo(refuse);
    }

    @ParameterizedTest(name = "packets @ 99 % µs of each span {0}: refuse = {1}")
    @CsvSource({
        "200@10000 200@10000 200@10000, false",
        "200@90000, false",
        "200@90000 200@90000 200@1000 200@90000 200@90000, false",
        "200@10001 200@10001 200@10001, true",
        "199@90000 199@90000 199@90000, false",
        "200@10001 200@10001 200@10001 200@5001, true",
        "200@10001 200@10001 200@10001 200@5000, false",
        "200@10001 200@10001 200@10001 200@5000 200@10001, false",
        "200@10001 200@10001 200@10001 10@90000, false"
    })
    void lateSoundThatStandsIsTooMuchUntilItIsHalfAsLateOrLittle(String spans, boolean refuse) {
        for (String span : spans.split(" ")) {
            String[] measured = span.split("@");
            pressure.sent(Long.parseLong(measured[0]), Long.parseLong(measured[1]));
        }

        assertThat(pressure.tooHigh().isPresent()).isEqualTo(refuse);
    }

    @Test
    void theReasonNamesTheKeyThatSetsTheLimit() {
        for (int i = 0; i < 3; i++) {
            pressure.waited(TimeUnit.SECONDS.toNanos(1));
        }

        assertThat(pressure.tooHigh()).contains("work waits more than 50 ms for a processor (overload.waits)");
    }

    @Test
    void theGaugeTellsByItsOwnLateWakeUpsAndByThePacketsSentLately() throws Exception {
        var wakesLate = new AtomicInteger(60);
        var sent = new Lateness();
        var clock = new LateClock(wakesLate, () -> {
            for (int i = 0; i < 100; i++) {
                sent.record(TimeUnit.MILLISECONDS.toNanos(1));
            }
        });
        try (var gauge =
                PressureGauge.start(pressure, clock, () -> sent.snapshot().minus(LatenessSnapshot.empty()))) {
            await("refusal", () -> pressure.tooHigh().isPresent());
            wakesLate.set(0);
            await("recovery", () -> pressure.tooHigh().isEmpty());
            clock.perTurn = () -> {
                for (int i = 0; i < 100; i++) {
                    sent.record(TimeUnit.MILLISECONDS.toNanos(15));
                }
            };
            await(
                    "refusal for late packets",
                    () -> pressure.tooHigh()
                            .filter(why -> why.contains("packets"))
                            .isPresent());
            assertThat(gauge).isNotNull();
        }
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("no " + what + " in 10 s")
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    /** A clock on which every sleep lasts longer than it should, and no time passes otherwise. */
    private static final class LateClock implements CallClock {
        private final AtomicInteger lateMillis;
        private volatile Runnable perTurn;
        private volatile long now;

        LateClock(AtomicInteger lateMillis, Runnable perTurn) {
            this.lateMillis = lateMillis;
            this.perTurn = perTurn;
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(now);
        }

        @Override
        public void park(long deadlineNanos) {
            perTurn.run();
            now = deadlineNanos + TimeUnit.MILLISECONDS.toNanos(lateMillis.get());
            Thread.yield();
        }

        @Override
        public void unpark(Thread thread) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void background(Runnable work, Runnable done) {
            throw new UnsupportedOperationException();
        }
    }
}
