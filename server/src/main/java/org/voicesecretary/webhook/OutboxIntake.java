package org.voicesecretary.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.storage.StorageException;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.webhook.OutboxRepository.Row;
import org.voicesecretary.webhook.OutboxWindows.Pending;
import org.voicesecretary.webhook.OutboxWindows.Unstored;

/** Where events come into the outbox: numbers them, has them stored, and keeps in memory those that cannot be. */
final class OutboxIntake {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxIntake.class);

    private final OutboxRepository repository;
    private final GroupCommitWriter writer;
    private final InstantSource clock;
    private final OutboxWindows windows;
    private final MeterRegistry metrics;
    private final IntConsumer arrived;
    private final Consumer<Pending> lost;
    private final IdSequence ids;
    private final UnstoredEvents unstored = new UnstoredEvents();
    /** What the database did not take of calls that nobody is told of. */
    private final ConcurrentLinkedQueue<WriteUnit> alone = new ConcurrentLinkedQueue<>();

    /**
     * @param arrived told how many events have become ready to be delivered
     * @param lost told of one that neither disk nor memory has room for
     */
    OutboxIntake(
            OutboxRepository repository,
            GroupCommitWriter writer,
            InstantSource clock,
            OutboxWindows windows,
            MeterRegistry metrics,
            IntConsumer arrived,
            Consumer<Pending> lost) {
        this.repository = repository;
        this.writer = writer;
        this.clock = clock;
        this.windows = windows;
        this.metrics = metrics;
        this.arrived = arrived;
        this.lost = lost;
        this.ids = new IdSequence(clock);
    }

    /** What an earlier run numbered comes before everything of this one, also where the clock was set back meanwhile. */
    void numberAbove(long newest) {
        ids.above(newest);
    }

    UnstoredEvents unstored() {
        return unstored;
    }

    /** As {@link EventOutbox#publish}; {@code store} hands a unit to the database. */
    CompletableFuture<Void> take(
            List<OutboxEvent> events, WriteUnit alongside, Function<WriteUnit, CompletableFuture<Void>> store) {
        long now = clock.millis();
        List<Pending> made = new ArrayList<>();
        List<WriteUnit> units = new ArrayList<>();
        for (OutboxEvent event : events) {
            long id = ids.next();
            units.add(repository.insert(id, event, now));
            made.add(new Pending(id, event.callId(), event.endpoint(), 0, new Unstored(event, now, Optional.empty())));
        }
        units.add(alongside);
        WriteUnit unit = WriteUnit.all(units);
        List<Pending> earlier =
                made.isEmpty() ? List.of() : storable(made.getFirst().callId());
        unstored.storing(made);
        CompletableFuture<Void> stored;
        try {
            stored = store.apply(earlier.isEmpty() ? unit : WriteUnit.all(withUnits(earlier, unit)));
        } catch (RuntimeException e) {
            stored = CompletableFuture.failedFuture(e);
        }
        return stored.whenComplete((ok, error) -> {
            if (error == null) {
                unstored.forget(earlier);
                unstored.forget(made);
                made.forEach(
                        event -> windows.offer(new Row(event.id(), event.callId(), event.endpoint(), 0, now), now));
            } else if (made.isEmpty()) {
                keepAlone(alongside, error);
            } else {
                // Where earlier ones went along it may be their fault alone.
                boolean never = refused(error) && earlier.isEmpty();
                keep(made, never ? Optional.empty() : Optional.of(unit), error);
            }
            made.stream()
                    .limit(1)
                    .forEach(event -> unstored.first(event.callId()).ifPresent(windows::offer));
            arrived.accept(made.size());
        });
    }

    /** Tries once more to store what only memory has. @return the same event, in the database if that went well */
    Pending storedNow(Pending event) {
        CompletableFuture<Void> stored = unit(event).map(writer::offer).orElse(null);
        if (stored == null) {
            return event;
        }
        try {
            stored.join();
            unstored.forget(List.of(event));
            return event.stored();
        } catch (CompletionException e) {
            LOG.error("event {} of call {} is still not stored: {}", event.id(), event.callId(), e.getMessage());
            return refused(e.getCause() == null ? e : e.getCause()) ? event.storedBy(Optional.empty()) : event;
        }
    }

    /** How many records wait for the database without an event. */
    int alone() {
        return alone.size();
    }

    /** Tries once more to store what belongs to no event. */
    void storeAlone() {
        for (int left = alone.size(); left > 0; left--) {
            WriteUnit unit = alone.poll();
            CompletableFuture<Void> stored = unit == null ? null : writer.offer(unit);
            if (unit != null && stored == null) {
                alone.add(unit);
                return;
            }
            if (unit != null && stored != null) {
                stored.whenComplete((ok, error) -> {
                    if (error != null) {
                        keepAlone(unit, error);
                    }
                });
            }
        }
    }

    private void keepAlone(WriteUnit unit, Throwable error) {
        if (refused(error)) {
            return; // whoever waits for it is told
        }
        if (alone.size() >= UnstoredEvents.MOST) {
            LOG.error("a record is lost: too many could not be stored: {}", error.getMessage());
            return;
        }
        alone.add(unit);
    }

    /** What would store an event that only memory has; empty = it is stored, or the database refuses it for good. */
    static Optional<WriteUnit> unit(Pending event) {
        return event.unstored() == null ? Optional.empty() : event.unstored().unit();
    }

    private List<Pending> storable(String callId) {
        return unstored.refusedOf(callId).stream()
                .filter(event -> unit(event).isPresent())
                .toList();
    }

    private static List<WriteUnit> withUnits(List<Pending> earlier, WriteUnit last) {
        return Stream.concat(earlier.stream().flatMap(event -> unit(event).stream()), Stream.of(last))
                .toList();
    }

    /** Whether it would be refused again. */
    private static boolean refused(Throwable error) {
        return !(error instanceof StorageException known && known.fault() != StorageException.Fault.REFUSED);
    }

    private void keep(List<Pending> events, Optional<WriteUnit> unit, Throwable error) {
        metrics.counter("outbox.unstored").increment(events.size());
        if (!events.isEmpty()) {
            LOG.error("{} events are delivered without having been stored: {}", events.size(), error.getMessage());
        }
        for (Pending event : events) {
            if (!unstored.refused(event.storedBy(unit))) {
                lost.accept(event);
            }
        }
    }
}
