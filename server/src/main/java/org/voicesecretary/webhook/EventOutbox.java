package org.voicesecretary.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.StorageException;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.webhook.OutboxRepository.Attempt;
import org.voicesecretary.webhook.OutboxRepository.Row;
import org.voicesecretary.webhook.OutboxRepository.State;
import org.voicesecretary.webhook.OutboxWindows.Page;
import org.voicesecretary.webhook.OutboxWindows.Pending;
import org.voicesecretary.webhook.OutboxWindows.Unstored;

/**
 * Delivers informational events: in order for each call, at least once, tried again until {@link RetryPolicy} gives up; an event
 * that is given up releases those behind it. What cannot be stored is delivered from memory, in its turn, and each attempt first
 * tries to store it once more. An endpoint in trouble slows nobody but itself, and however many events wait, few of them are in
 * memory. What is pending when the server stops goes on when it starts.
 */
public final class EventOutbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventOutbox.class);
    /** How exactly retries keep their time. */
    private static final Duration TICK = Duration.ofMillis(200);
    /** How long an event rests whose content could not be read from the database, or whose outcome not written to it. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** How long a stop waits for the database. */
    private static final Duration NOTING = Duration.ofSeconds(2);

    /** What became of an event that is done with, where the database refused to hear it. */
    private record Unnoted(Pending event, WriteUnit unit, long again) {}

    /** Whoever follows an event that is done with could not be looked up. */
    private record Unfollowed(Pending done, long again) {}

    private final OutboxRepository repository;
    private final GroupCommitWriter writer;
    private final DeliveryPort port;
    private final RetryPolicy policy;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final DeliveryWatch watch;
    private final OutboxWindows windows;
    private final OutboxIntake intake;
    private final UnstoredEvents unstored;
    private final AtomicLong pending = new AtomicLong();
    private final ConcurrentLinkedQueue<Unnoted> unnoted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Unfollowed> unfollowed = new ConcurrentLinkedQueue<>();
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicBoolean readingSoon = new AtomicBoolean();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("outbox").factory());
    private volatile boolean draining;
    private volatile boolean closed;

    /** @param parallelPerEndpoint deliveries to one endpoint at the same time */
    public EventOutbox(
            Database database,
            GroupCommitWriter writer,
            DeliveryPort port,
            RetryPolicy policy,
            InstantSource clock,
            int parallelPerEndpoint,
            MeterRegistry metrics,
            DeliveryWatch watch) {
        this.repository = new OutboxRepository(database);
        this.writer = writer;
        this.port = port;
        this.policy = policy;
        this.clock = clock;
        this.metrics = metrics;
        this.watch = watch;
        this.windows = new OutboxWindows(parallelPerEndpoint);
        this.intake = new OutboxIntake(repository, writer, clock, windows, metrics, this::arrived, this::lost);
        this.unstored = intake.unstored();
        for (String counted : List.of("outbox.dead", "outbox.unstored", "outbox.unnoted")) {
            metrics.counter(counted); // zero until then, not absent
        }
        metrics.gauge("outbox.pending", pending);
        metrics.gauge("outbox.in.memory", windows, OutboxWindows::size);
        metrics.gauge("outbox.under.way", windows, OutboxWindows::underWay);
    }

    /** Takes up what an earlier run left, and keeps delivering. */
    public void start() {
        takeUp();
        ticks.scheduleWithFixedDelay(this::wake, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void takeUp() {
        long left = 0;
        for (OutboxRepository.Backlog backlog : repository.backlogs()) {
            windows.lookFrom(backlog.endpoint(), backlog.due());
            left += backlog.events();
        }
        pending.set(left);
        if (left > 0) {
            LOG.info("{} events are still to be delivered", left);
        }
        wake();
    }

    /**
     * Stores events of one call and what belongs to them in one transaction, then delivers the events. What could not be stored
     * of the call before is stored with them.
     *
     * @param alongside stored with the events or not at all, such as the call's record; storing it twice must be the same as once
     * @return completes when all is on the disk. If it cannot be stored the future fails, and the events are still delivered
     *     from memory, as long as this process lives
     */
    public CompletableFuture<Void> publish(List<OutboxEvent> events, WriteUnit alongside) {
        return intake.take(events, alongside, writer::submit);
    }

    /** As {@link #publish} for whoever must not wait, neither for the disk nor for a place in its queue. */
    public void tell(List<OutboxEvent> events) {
        intake.take(events, nothing -> {}, unit -> {
            CompletableFuture<Void> stored = writer.offer(unit);
            if (stored == null) {
                throw new StorageException(StorageException.Fault.BUSY, "the database is closed or behind", null);
            }
            return stored;
        });
    }

    /**
     * Forgets some of the events made before {@code time} that were delivered or given up, the oldest first.
     *
     * @return how many; 0 = none is left
     */
    public int forgetBefore(Instant time) {
        var gone = new AtomicInteger();
        writer.write(OutboxRepository.forgetBefore(time, gone::set));
        return gone.get();
    }

    /** Reads what is due and starts every delivery that may begin. */
    void wake() {
        try {
            noteAgain();
            followAgain();
            read();
            begin();
        } catch (RuntimeException e) {
            LOG.error(
                    "deliveries could not be started; they are tried again", e); // a timer that throws is not run again
        }
    }

    /**
     * Tries everything that is pending once more, whatever its time, and waits. What is not delivered then stays in the
     * database for the next start.
     *
     * @return whether nothing is left
     */
    public boolean flush(Duration deadline) throws InterruptedException {
        draining = true;
        windows.drain();
        wake();
        boolean tried = windows.awaitDrained(deadline);
        try {
            return tried && unstored.size() == 0 && !repository.anythingPending();
        } catch (RuntimeException e) {
            LOG.error("whether events are left cannot be read: {}", e.getMessage());
            return false;
        }
    }

    /** Starts nothing more; what was delivered is noted, lest the next start deliver it again. */
    @Override
    public void close() {
        closed = true;
        ticks.shutdownNow();
        windows.stop();
        try {
            windows.awaitSettled(NOTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (unstored.size() > 0) {
            LOG.error("{} events that could not be stored are lost", unstored.size());
        }
    }

    private void arrived(int events) {
        pending.addAndGet(events);
        begin();
    }

    private void lost(Pending event) {
        pending.decrementAndGet(); // it counts among those that have arrived
        metrics.counter("outbox.dead").increment();
        LOG.error("an event of call {} is lost: too many could not be stored", event.callId());
        unfollowed.add(new Unfollowed(event, clock.millis()));
    }

    private void begin() {
        windows.startable(clock.millis())
                .forEach(event -> Thread.ofVirtual().name("outbox-delivery").start(() -> deliver(event)));
    }

    /** Fills the windows from the database. */
    private void read() {
        reading.lock();
        try {
            long now = clock.millis();
            for (Page page : windows.wanted(now)) {
                read(page, draining ? Long.MAX_VALUE : now, now);
            }
        } finally {
            reading.unlock();
        }
    }

    private void read(Page page, long until, long now) {
        try {
            List<Row> rows = repository.due(page.endpoint(), until, page.after(), page.limit());
            windows.read(
                    page,
                    rows,
                    rows.size() < page.limit() ? repository.nextDue(page.endpoint(), now) : Optional.empty());
        } catch (RuntimeException e) {
            windows.unread(page);
            LOG.error("events for {} cannot be read and are tried again: {}", page.endpoint(), e.getMessage());
        }
    }

    /** So that a window does not stay empty until the next tick. */
    private void readSoon() {
        if (readingSoon.compareAndSet(false, true)) {
            try {
                ticks.execute(() -> {
                    readingSoon.set(false);
                    wake();
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("the outbox is closed", e);
            }
        }
    }

    private void deliver(Pending event) {
        Optional<Unstored> content;
        try {
            content = unstored.anyBefore(event.id(), event.callId()) ? Optional.empty() : content(event);
        } catch (RuntimeException e) {
            LOG.error(
                    "event {} of call {} cannot be read and is tried again: {}",
                    event.id(),
                    event.callId(),
                    e.getMessage());
            windows.ended(event, true);
            windows.waits(event, clock.millis() + REST.toMillis());
            begin();
            return;
        }
        if (content.isPresent()) {
            Unstored found = content.get();
            attempt(event.unstored() == null ? event : intake.storedNow(event), found.event(), found.createdAt());
        } else {
            windows.dropped(event);
            next(event);
            windows.finished(event);
        }
    }

    /** What to send; empty = it is not its turn, for all that the database knows. */
    private Optional<Unstored> content(Pending event) {
        Unstored memory = event.unstored();
        if (memory == null) {
            return repository
                    .load(event.id())
                    .filter(loaded -> loaded.mayGo(event.attempts()))
                    .map(loaded -> new Unstored(loaded.event(), loaded.createdAt(), Optional.empty()));
        }
        Optional<Row> first = repository.firstOf(event.callId());
        return first.isPresent() && first.get().id() < event.id() ? Optional.empty() : Optional.of(memory);
    }

    private void attempt(Pending event, OutboxEvent content, long createdAt) {
        long began = clock.millis();
        DeliveryOutcome full = once(content);
        if (closed
                && full
                        instanceof
                        DeliveryOutcome.Failed) { // the stop itself may have broken it: the next start tries again
            windows.ended(event, true);
            windows.finished(event);
            return;
        }
        DeliveryOutcome outcome = content.confidential() ? full.withoutReply() : full;
        long ended = clock.millis();
        windows.ended(event, !(outcome instanceof DeliveryOutcome.Failed));
        begin();
        int attempts = event.attempts() + 1;
        Optional<Duration> wait = outcome instanceof DeliveryOutcome.Delivered
                ? Optional.empty()
                : policy.next(attempts, Duration.ofMillis(ended - createdAt));
        State state = outcome instanceof DeliveryOutcome.Delivered
                ? State.DELIVERED
                : wait.isPresent() ? State.PENDING : State.DEAD;
        long due = ended + wait.map(Duration::toMillis).orElse(0L);
        metrics.counter("outbox.attempts", "outcome", outcome.word()).increment();
        if (state == State.DEAD) {
            metrics.counter("outbox.dead").increment();
            LOG.warn(
                    "{} of call {} to {} is given up after {} attempts: {}",
                    content.event(),
                    content.callId(),
                    content.url(),
                    attempts,
                    outcome);
        }
        tell(content, attempts, began, ended, outcome);
        WriteUnit done = repository.attempted(event.id(), Attempt.of(outcome, attempts, began, ended), state, due);
        WriteUnit unit = OutboxIntake.unit(event)
                .map(first -> WriteUnit.all(List.of(first, done)))
                .orElse(done);
        settle(event.after(attempts), unit, wait.isPresent() ? Optional.of(due) : Optional.empty());
    }

    /**
     * Notes what became of an attempt; the next event of the call goes only when that is on the disk. For what only memory has
     * nobody waits.
     */
    private void settle(Pending event, WriteUnit unit, Optional<Long> due) {
        if (due.isPresent() && event.unstored() != null) {
            windows.waits(event, due.get());
            readSoon();
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
        readSoon();
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
    private void noteAgain() {
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

    private void followAgain() {
        Unfollowed first = unfollowed.peek();
        if (first != null && first.again() <= clock.millis()) {
            unfollowed.remove(first);
            Thread.ofVirtual().name("outbox-next").start(() -> {
                next(first.done());
                followAgain();
            });
        }
    }

    /** Offers the event of the same call that comes next, if there is one. */
    private void next(Pending done) {
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
        begin();
    }

    private void tell(OutboxEvent event, int attempt, long began, long ended, DeliveryOutcome outcome) {
        try {
            watch.attempted(event, attempt, Instant.ofEpochMilli(began), Duration.ofMillis(ended - began), outcome);
        } catch (RuntimeException e) {
            LOG.error("a delivery of call {} is not on its timeline", event.callId(), e);
        }
    }

    private DeliveryOutcome once(OutboxEvent event) {
        try {
            return port.deliver(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DeliveryOutcome.Failed("interrupted");
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("a bug kept {} of call {} from being sent", event.event(), event.callId(), e);
            }
            return new DeliveryOutcome.Failed("internal failure: " + e);
        }
    }
}
