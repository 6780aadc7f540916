package org.voicesecretary.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that the clock was set back, since whatever is due at a time would else wait for it a second time. */
final class OutboxTime {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxTime.class);
    /** A clock that is kept right by small steps does not count. */
    private static final long JUMP = Duration.ofSeconds(5).toMillis();

    private final InstantSource clock;
    private final OutboxWindows windows;
    private final LongConsumer database;
    private long latest = Long.MIN_VALUE;

    /** @param database tells the database by how much, and throws where it cannot be told yet */
    OutboxTime(InstantSource clock, OutboxWindows windows, LongConsumer database) {
        this.clock = clock;
        this.windows = windows;
        this.database = database;
    }

    /** An earlier run was here at this time. */
    synchronized void startedAfter(long millis) {
        latest = Math.max(latest, millis);
        look();
    }

    synchronized void look() {
        long now = clock.millis();
        long back = latest - now;
        if (latest == Long.MIN_VALUE || back <= JUMP) {
            latest = Math.max(latest, now);
            return;
        }
        database.accept(back);
        LOG.warn("the clock was set back by {} s; events that wait do not wait longer for that", back / 1000);
        windows.clockWentBack(back);
        latest = now;
    }
}
