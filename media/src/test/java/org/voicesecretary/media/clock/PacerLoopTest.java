package org.voicesecretary.media.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must not end the thread that the sound of hundreds of calls comes from. */
@Tag("unit")
@Timeout(30)
class PacerLoopTest {
    @Test
    void anErrorOfOneRequestDoesNotEndTheLoop() throws Exception {
        var clock = new SystemClock();
        try (var loop = new PacerLoop(clock, PacingConfig.defaults(), () -> {}, () -> {})) {
            loop.start("media-test");
            long before = loop.lastTurn();
            loop.execute(() -> {
                throw new NoClassDefFoundError("this test wants it so");
            });
            var done = new CountDownLatch(1);
            loop.execute(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.lastTurn() - before).isNotNegative();
            assertThat(clock.nanos() - loop.lastTurn()).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }
}
