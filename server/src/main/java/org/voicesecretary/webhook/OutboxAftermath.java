package org.voicesecretary.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.StorageException;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.webhook.OutboxRepository.Row;
import org.voicesecretary.webhook.OutboxWindows.Pending;

/** What follows an attempt: its outcome is noted, and the next event of the call has its turn. Both until it works. */
final class OutboxAftermath {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxAftermath.class);
    /** How long an event rests whose outcome could not be written to the database, or whose successor not be read. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** What became of an event that is done with, where the database refused to hear it. */
    private record Unnoted(Pending event, WriteUnit unit, long again) {}

    /** Whoever follows an event that is done with could not be looked up. */
    private record Unfollowed(Pending done, long again) {}

    private final OutboxRepository repository;
    private final GroupCommitWriter writer;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final OutboxWindows windows;
    private final UnstoredEvents unstored;
    private final AtomicLong pending;
    private final Runnable begin;
    private final Runnable readSoon;
    private final ConcurrentLinkedQueue<Unnoted> unnoted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Unfollowed> unfollowed = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * @param pending counts the events that are not done with
     * @param begin starts what has its turn
     * @param readSoon sees to it that windows are filled
     */
    OutboxAftermath(
            OutboxRepository repository,
            GroupCommitWriter writer,
            InstantSource clock,
            MeterRegistry metrics,
            OutboxWindows windows,
            UnstoredEvents unstored,
            AtomicLong pending,
            Runnable begin,
            Runnable readSoon) {
        this.repository = repository;
        this.writer = writer;
        this.clock = clock;
        this.metrics = metrics;
        this.windows = windows;
        this.unstored = unstored;
        this.pending = pending;
        this.begin = begin;
        this.readSoon = readSoon;
    }

    void close() {
        closed = true;
    }

    /**
     * Notes what became of an attempt; the next event of the call goes only when that is on the disk. For what only memory has
     * nobody waits.
     *
     * @param due when it is tried again; empty = it is done with
     */
    void settle(Pending event, WriteUnit unit, Optional<Long> due) {
        if (due.isPresent() && event.unstored() != null) {
            windows.waits(event, due.get());
            readSoon.run();
            return;
        }
        if (due.isEmpty()) {
            pending.decrementAndGet();
        }
        boolean storable = event.unstored() == null || OutboxIntake.unit(event).isPresent();
        if (!storable || noted(event, unit)) {
            unstored.forget(List.of(event));
            windows.settled(event, due);
            if (due.isEmpty()) {
                next(event);
            }
            windows.finished(event);
        } else if (due.isPresent()) {
            windows.waits(event, due.get());
        } else {
            unnoted.add(new Unnoted(event, unit, clock.millis() + REST.toMillis()));
            if (event.unstored() != null) {
                unstored.forget(List.of(event));
                next(event);
            }
        }
        readSoon.run();
    }

    private boolean noted(Pending event, WriteUnit unit) {
        CompletableFuture<Void> stored = writer.offer(unit);
        try {
            if (stored != null) {
                stored.join();
                return true;
            }
            LOG.error("delivery of event {} was not stored: the database is closed or behind", event.id());
        } catch (CompletionException e) {
            LOG.error("delivery of event {} was not stored: {}", event.id(), e.getMessage());
        }
        metrics.counter("outbox.unnoted").increment();
        return false;
    }

    /** Tries to note once more what could not be noted; until then nobody sends these events again. */
    void noteAgain() {
        Unnoted first = unnoted.peek();
        if (first == null || first.again() > clock.millis()) {
            return;
        }
        for (Unnoted again = unnoted.poll(); again != null; again = unnoted.poll()) {
            Unnoted one = again;
            pending.incrementAndGet(); // it is subtracted anew
            Thread.ofVirtual().name("outbox-note").start(() -> settle(one.event(), one.unit(), Optional.empty()));
        }
    }

    void followAgain() {
        Unfollowed first = unfollowed.peek();
        if (first != null && first.again() <= clock.millis()) {
            unfollowed.remove(first);
            Thread.ofVirtual().name("outbox-next").start(() -> {
                next(first.done());
                followAgain();
            });
        }
    }

    /** The event after this one of the same call is to be looked up soon. */
    void followSoon(Pending event) {
        unfollowed.add(new Unfollowed(event, clock.millis()));
    }

    /** Offers the event of the same call that comes next, if there is one. */
    void next(Pending done) {
        if (closed) {
            return;
        }
        try {
            Optional<Row> row = repository.firstOf(done.callId());
            if (row.isPresent() && !unstored.anyBefore(row.get().id(), done.callId())) {
                windows.offer(row.get(), clock.millis());
            } else {
                unstored.first(done.callId()).ifPresent(windows::offer);
            }
        } catch (StorageException e) {
            unfollowed.add(new Unfollowed(done, clock.millis() + REST.toMillis()));
            LOG.error("the next event of call {} cannot be read yet: {}", done.callId(), e.getMessage());
        }
        begin.run();
    }
}
