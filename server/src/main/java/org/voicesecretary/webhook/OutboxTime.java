package org.voicesecretary.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.GroupCommitWriter;

/** Notices that the clock was set back, since whatever is due at a time would else wait for it a second time. */
final class OutboxTime {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxTime.class);
    /** A clock that is kept right by small steps does not count. */
    private static final long JUMP = Duration.ofSeconds(5).toMillis();
    /** A disk that hangs notes it in its turn. */
    private static final Duration NOTING = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final OutboxWindows windows;
    private final GroupCommitWriter writer;
    private long latest = Long.MIN_VALUE;

    OutboxTime(InstantSource clock, OutboxWindows windows, GroupCommitWriter writer) {
        this.clock = clock;
        this.windows = windows;
        this.writer = writer;
    }

    /** An earlier run was here at this time. */
    synchronized void startedAfter(long millis) {
        latest = Math.max(latest, millis);
        look();
    }

    /** What the database cannot be told now it is told at the next look. */
    synchronized void look() {
        long now = clock.millis();
        long back = latest - now;
        if (latest == Long.MIN_VALUE || back <= JUMP) {
            latest = Math.max(latest, now);
        } else if (noted(now, back)) {
            LOG.warn("the clock was set back by {} s; events that wait do not wait longer for that", back / 1000);
            windows.clockWentBack(back);
            latest = now;
        }
    }

    private boolean noted(long now, long back) {
        CompletableFuture<Void> noted = writer.offer(OutboxRepository.clockWentBack(now, back));
        if (noted == null) {
            return false;
        }
        try {
            noted.completeOnTimeout(null, NOTING.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return true;
        } catch (CompletionException e) {
            LOG.error("the clock was set back, which the database could not be told yet: {}", e.getMessage());
            return false;
        }
    }
}
