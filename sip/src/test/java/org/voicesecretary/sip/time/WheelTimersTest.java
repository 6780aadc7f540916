package org.voicesecretary.sip.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("unit")
@Timeout(30)
class WheelTimersTest {

    private final WheelTimers timers =
            new WheelTimers(task -> Thread.ofVirtual().start(task));

    @AfterEach
    void close() {
        timers.close();
    }

    @Test
    void aTaskRunsNotBeforeItsTime() throws Exception {
        var ran = new CountDownLatch(1);
        var at = new AtomicLong();
        long start = timers.nanoTime();
        timers.schedule(Duration.ofMillis(55), () -> {
            at.set(timers.nanoTime());
            ran.countDown();
        });
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(at.get() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(55));
    }

    @Test
    void aCancelledTaskNeverRuns() throws Exception {
        var cancelled = new AtomicInteger();
        var ran = new CountDownLatch(1);
        var timer = timers.schedule(Duration.ofMillis(20), cancelled::incrementAndGet);
        timers.schedule(Duration.ofMillis(60), ran::countDown);
        timer.cancel();
        timer.cancel();
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(cancelled).hasValue(0);
        assertThat(timers.pending()).isZero();
    }

    @Test
    void aTaskThatCannotBeStartedHarmsNoOther() throws Exception {
        var ran = new CountDownLatch(1);
        var first = new AtomicInteger();
        try (var hampered = new WheelTimers(task -> {
            if (first.getAndIncrement() == 0) {
                throw new InternalError("this test wants it so: no thread can be had");
            }
            Thread.ofVirtual().start(task);
        })) {
            hampered.schedule(Duration.ZERO, () -> {});
            hampered.schedule(Duration.ofMillis(30), ran::countDown);
            assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(hampered.behindNanos()).isLessThan(Duration.ofSeconds(5).toNanos());
        }
    }

    @Test
    void aTaskThatFailsHarmsNoOther() throws Exception {
        var ran = new CountDownLatch(1);
        timers.schedule(Duration.ZERO, () -> {
            throw new IllegalStateException("this test wants it so");
        });
        timers.schedule(Duration.ofMillis(30), ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHundredThousandTimersAllFireOnceOrAreCancelled() throws Exception {
        int count = 100_000;
        var ran = new CountDownLatch(count / 2);
        var extra = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            boolean kept = i % 2 == 0;
            var timer = timers.schedule(
                    kept ? Duration.ofMillis(i % 300) : Duration.ofSeconds(32),
                    kept ? ran::countDown : extra::incrementAndGet);
            if (!kept) {
                timer.cancel();
            }
        }
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(extra).hasValue(0);
        assertThat(timers.pending()).isZero();
    }

    @Test
    void aTimerLongerThanOneTurnOfTheWheelWaitsForItsOwnTurn() {
        var ran = new AtomicInteger();
        var timer = timers.schedule(Duration.ofMillis(40_960 + 30), ran::incrementAndGet);
        var passed = new CountDownLatch(1);
        timers.schedule(Duration.ofMillis(100), passed::countDown);
        assertThat(passed)
                .satisfies(
                        latch -> assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue());
        assertThat(ran).hasValue(0);
        assertThat(timers.pending()).isEqualTo(1);
        timer.cancel();
    }
}
