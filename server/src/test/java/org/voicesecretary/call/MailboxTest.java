package org.voicesecretary.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.call.CallSignal.DigitPressed;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.dtmf.DtmfDigit;

@Tag("unit")
class MailboxTest {
    private static final CallSignal HUNG_UP = new CallSignal.RemoteHungUp();

    private final SimulatedTime time = new SimulatedTime(Instant.EPOCH);
    private final Mailbox mailbox = new Mailbox(time);

    @Test
    void aSignalJustBeforeTheDeadlineIsReturned() throws Exception {
        time.at(99, () -> mailbox.post(HUNG_UP));

        assertThat(mailbox.await(TimeUnit.MILLISECONDS.toNanos(100))).isEqualTo(HUNG_UP);
    }

    @Test
    void aSignalJustAfterTheDeadlineIsNot() throws Exception {
        time.at(101, () -> mailbox.post(HUNG_UP));

        assertThat(mailbox.await(TimeUnit.MILLISECONDS.toNanos(100))).isEqualTo(new CallSignal.DeadlinePassed());
        assertThat(time.millis()).isEqualTo(100);
    }

    @Test
    void whatIsThereAlreadyWinsOverADeadlineThatHasPassed() throws Exception {
        mailbox.post(HUNG_UP);

        assertThat(mailbox.await(-1)).isEqualTo(HUNG_UP);
    }

    @Test
    void keysBeyondTheLimitAreDroppedButTheHangUpIsNot() throws Exception {
        var key = new DigitPressed(DtmfDigit.ONE, DigitSource.SIP_INFO, 0);
        for (int i = 0; i < Mailbox.MAX_KEYS; i++) {
            assertThat(mailbox.post(key)).isTrue();
        }
        assertThat(mailbox.post(key)).isFalse();
        assertThat(mailbox.post(HUNG_UP)).isTrue();
        for (int i = 0; i < Mailbox.MAX_KEYS; i++) {
            assertThat(mailbox.await(0)).isEqualTo(key);
        }

        assertThat(mailbox.await(0)).isEqualTo(HUNG_UP);
        assertThat(mailbox.droppedKeys()).isEqualTo(1);
        assertThat(mailbox.post(key)).isTrue();
    }

    @Test
    void workThatThrowsComesBackAsAFailure() throws Exception {
        Pending<String> work = Pending.start(time, mailbox, () -> {
            throw new IllegalStateException("a bug");
        });

        assertThat(mailbox.await(1)).isEqualTo(new CallSignal.WorkDone(work));
        assertThatThrownBy(work::result).isInstanceOf(ExecutionException.class).hasRootCauseMessage("a bug");
    }

    @Test
    @Timeout(10)
    void underTheRealClockASignalWakesAWaitingVirtualThread() throws Exception {
        var clock = new SystemCallClock();
        var real = new Mailbox(clock);
        var got = new CompletableFuture<CallSignal>();
        Thread.startVirtualThread(() -> {
            try {
                got.complete(real.await(clock.nanoTime() + Duration.ofMinutes(1).toNanos()));
            } catch (InterruptedException e) {
                got.completeExceptionally(e);
            }
        });
        real.post(HUNG_UP);

        assertThat(got.get(5, TimeUnit.SECONDS)).isEqualTo(HUNG_UP);
    }

    @Test
    @Timeout(10)
    void underTheRealClockADeadlinePassesAndWorkComesBack() throws Exception {
        var clock = new SystemCallClock();
        var real = new Mailbox(clock);

        assertThat(real.await(clock.nanoTime() + 1_000_000)).isEqualTo(new CallSignal.DeadlinePassed());
        Pending<String> work = Pending.start(clock, real, () -> "done");
        assertThat(real.await(clock.nanoTime() + Duration.ofSeconds(5).toNanos()))
                .isEqualTo(new CallSignal.WorkDone(work));
        assertThat(work.result()).isEqualTo("done");
    }
}
