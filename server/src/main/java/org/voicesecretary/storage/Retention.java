package org.voicesecretary.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what was kept for long enough, once a day, so that a server that runs for years does not fill its disk. It goes in small
 * portions, between which the writes of calls have their turn.
 */
public final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    /** A server that is started anew every few hours forgets as well, but not while it starts. */
    private static final Duration FIRST = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofDays(1);

    /**
     * One kind of thing that is kept.
     *
     * @param what in words, for the log
     * @param keep for so long
     */
    public record Shelf(String what, Duration keep, Forget forget) {}

    /** Forgets a portion of what is older than {@code time}, the oldest first, and says how much; 0 = nothing is left. */
    @FunctionalInterface
    public interface Forget {
        int before(Instant time);
    }

    private final List<Shelf> shelves;
    private final InstantSource clock;
    private final ScheduledExecutorService daily = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());
    private volatile boolean closed;

    Retention(List<Shelf> shelves, InstantSource clock) {
        this.shelves = List.copyOf(shelves);
        this.clock = clock;
    }

    /** Forgets from now on. */
    public static Retention start(List<Shelf> shelves, InstantSource clock) {
        var retention = new Retention(shelves, clock);
        retention.daily.scheduleWithFixedDelay(
                retention::forget, FIRST.toMinutes(), EVERY.toMinutes(), TimeUnit.MINUTES);
        return retention;
    }

    /** Forgets all that is due. A shelf that cannot be cleared does not keep the others from it. */
    void forget() {
        for (Shelf shelf : shelves) {
            try {
                forget(shelf);
            } catch (RuntimeException e) {
                LOG.error(
                        "old {} could not be forgotten; it is tried again in a day: {}", shelf.what(), e.getMessage());
            }
        }
    }

    private void forget(Shelf shelf) {
        Instant time = clock.instant().minus(shelf.keep());
        long gone = 0;
        int portion;
        do {
            portion = shelf.forget().before(time);
            gone += portion;
        } while (portion > 0 && !closed);
        if (gone > 0) {
            LOG.info(
                    "{} {} older than {} days are forgotten",
                    gone,
                    shelf.what(),
                    shelf.keep().toDays());
        }
    }

    /** Ends after the portion under way. */
    @Override
    public void close() {
        closed = true;
        daily.shutdown();
        try {
            if (!daily.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("forgetting old records did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
