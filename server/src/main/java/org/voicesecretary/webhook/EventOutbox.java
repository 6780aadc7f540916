package org.voicesecretary.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.storage.StorageException;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.webhook.OutboxRepository.Again;
import org.voicesecretary.webhook.OutboxRepository.Attempt;
import org.voicesecretary.webhook.OutboxRepository.Resent;
import org.voicesecretary.webhook.OutboxRepository.Row;
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
    /** Of so many looks one is for what may wait: five seconds. */
    private static final int SELDOM = 25;
    /** How long an event rests whose content could not be read from the database. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** How long a stop waits for the database. */
    private static final Duration NOTING = Duration.ofSeconds(2);

    /** An event that has its turn; what was before it was sent again does not count. */
    private record Turn(OutboxEvent event, long since, int attemptsBefore) {}

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
    private final OutboxAftermath aftermath;
    private final ScriptEndpoints endpoints;
    private final OutboxTime time;
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong wakes = new AtomicLong();
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicBoolean readingSoon = new AtomicBoolean();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("outbox").factory());
    private volatile boolean draining;
    private volatile boolean closed;

    /** With scripts that are switched off after the usual time. */
    public EventOutbox(
            Database database,
            GroupCommitWriter writer,
            DeliveryPort port,
            RetryPolicy policy,
            InstantSource clock,
            int parallelPerEndpoint,
            MeterRegistry metrics,
            DeliveryWatch watch) {
        this(
                database,
                writer,
                port,
                policy,
                clock,
                parallelPerEndpoint,
                metrics,
                watch,
                new ScriptEndpoints(database, ScriptEndpoints.OFF_AFTER));
    }

    /** @param parallelPerEndpoint deliveries to one endpoint at the same time */
    public EventOutbox(
            Database database,
            GroupCommitWriter writer,
            DeliveryPort port,
            RetryPolicy policy,
            InstantSource clock,
            int parallelPerEndpoint,
            MeterRegistry metrics,
            DeliveryWatch watch,
            ScriptEndpoints endpoints) {
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
        this.endpoints = endpoints;
        this.time = new OutboxTime(clock, windows, writer);
        this.aftermath = new OutboxAftermath(
                repository, writer, clock, metrics, windows, unstored, pending, this::begin, this::readSoon);
        for (String counted : List.of("outbox.dead", "outbox.unstored", "outbox.unnoted")) {
            metrics.counter(counted); // zero until then, not absent
        }
        metrics.gauge("outbox.pending", pending);
        metrics.gauge("outbox.in.memory", windows, OutboxWindows::size);
        metrics.gauge("outbox.under.way", windows, OutboxWindows::underWay);
        metrics.gauge(
                "outbox.scripts.off",
                endpoints,
                all -> all.troubles().stream().filter(EndpointTrouble::isOff).count());
    }

    /** Takes up what an earlier run left, and keeps delivering. */
    public void start() {
        takeUp();
        ticks.scheduleWithFixedDelay(this::wake, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void takeUp() {
        endpoints.load();
        repository.newest().ifPresent(newest -> {
            intake.numberAbove(newest);
            time.startedAfter(IdSequence.madeAt(newest).toEpochMilli());
        });
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
        endpoints.forgetBefore(time, writer);
        return gone.get();
    }

    /** Reads what is due and starts every delivery that may begin. */
    void wake() {
        time.look();
        endpoints.follow(clock.instant());
        try {
            if (wakes.incrementAndGet() % SELDOM == 0) {
                intake.storeAlone();
            }
            aftermath.noteAgain();
            aftermath.followAgain();
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
        intake.storeAlone();
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
        aftermath.close();
        ticks.shutdownNow();
        windows.stop();
        try {
            windows.awaitSettled(NOTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (unstored.size() + intake.alone() > 0) {
            LOG.error(
                    "{} events and {} records of calls that could not be stored are lost",
                    unstored.size(),
                    intake.alone());
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
        aftermath.followSoon(event);
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
        Optional<Turn> content;
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
            attempt(event.unstored() == null ? event : intake.storedNow(event), content.get());
        } else {
            windows.dropped(event);
            aftermath.next(event);
            windows.finished(event);
        }
    }

    /** What to send; empty = it is not its turn, for all that the database knows. */
    private Optional<Turn> content(Pending event) {
        Unstored memory = event.unstored();
        if (memory == null) {
            return repository
                    .load(event.id())
                    .filter(loaded -> loaded.mayGo(event.attempts()))
                    .map(loaded -> new Turn(loaded.event(), loaded.since(), loaded.attemptsBefore()));
        }
        if (!unstored.holds(event)) {
            return Optional.empty(); // whoever offered it had seen it before it was done with
        }
        Optional<Row> first = repository.firstOf(event.callId());
        return first.isPresent() && first.get().id() < event.id()
                ? Optional.empty()
                : Optional.of(new Turn(memory.event(), memory.createdAt(), 0));
    }

    private void attempt(Pending event, Turn turn) {
        OutboxEvent content = turn.event();
        String url = content.url().toString();
        long began = clock.millis();
        DeliveryOutcome full = endpoints
                .offSince(url)
                .<DeliveryOutcome>map(DeliveryOutcome.SwitchedOff::new)
                .orElseGet(() -> once(event.id(), content));
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
        Optional<Duration> wait = switch (outcome) {
            case DeliveryOutcome.Delivered _, DeliveryOutcome.SwitchedOff _ -> Optional.empty();
            case DeliveryOutcome.Refused _, DeliveryOutcome.Failed _ ->
                policy.next(
                        Math.max(1, attempts - turn.attemptsBefore()),
                        Duration.ofMillis(Math.max(0, ended - turn.since())));
        };
        DeliveryState state = outcome instanceof DeliveryOutcome.Delivered
                ? DeliveryState.DELIVERED
                : wait.isPresent() ? DeliveryState.PENDING : DeliveryState.DEAD;
        long due = ended + wait.map(Duration::toMillis).orElse(0L);
        count(content, outcome, state, attempts);
        Optional<ScriptEndpoints.Change> change = endpoints.attempted(url, outcome, Instant.ofEpochMilli(ended));
        tell(content, attempts, began, ended, outcome);
        change.flatMap(ScriptEndpoints.Change::switchedOff)
                .ifPresent(trouble -> told(() -> watch.switchedOff(content, attempts, trouble), content));
        var row = new Row(event.id(), event.callId(), event.endpoint(), attempts, due);
        List<WriteUnit> units = new ArrayList<>();
        OutboxIntake.unit(event).ifPresent(units::add);
        units.add(repository.attempted(row, Attempt.of(outcome, attempts, began, ended), state, due));
        change.map(ScriptEndpoints.Change::unit).ifPresent(units::add);
        aftermath.settle(
                event.after(attempts), WriteUnit.all(units), wait.isPresent() ? Optional.of(due) : Optional.empty());
    }

    private void count(OutboxEvent event, DeliveryOutcome outcome, DeliveryState state, int attempts) {
        metrics.counter("outbox.attempts", "outcome", outcome.word()).increment();
        if (state == DeliveryState.DEAD) {
            metrics.counter("outbox.dead").increment();
            LOG.warn(
                    "{} of call {} to {} is given up after {} attempts: {}",
                    event.event(),
                    event.callId(),
                    event.url(),
                    attempts,
                    outcome);
        }
    }

    /** Whether somebody should look after it. */
    public boolean troubled() {
        return unstored.size() + intake.alone() > 0
                || endpoints.troubles().stream().anyMatch(EndpointTrouble::isOff);
    }

    /** How it stands, in one line for people. */
    public String state() {
        int memory = unstored.size();
        int records = intake.alone();
        List<EndpointTrouble> troubles = endpoints.troubles();
        long off = troubles.stream().filter(EndpointTrouble::isOff).count();
        return pending.get() + " events wait"
                + (memory == 0
                        ? ""
                        : ", " + memory + " of them in memory only, because the database does not take them")
                + (records == 0 ? "" : ", " + records + " records of calls wait for the database")
                + (troubles.size() == off ? "" : ", " + (troubles.size() - off) + " scripts fail")
                + (off == 0 ? "" : ", " + off + " scripts are switched off: run ./voice-secretary endpoints");
    }

    /** Scripts that take no events, and how one is switched on again. */
    public ScriptEndpoints endpoints() {
        return endpoints;
    }

    /** Sends some events once more, whatever became of them before. Their identifiers stay; 24 hours and waits start anew. */
    int resend(Again again) {
        int sent = 0;
        Again rest = again;
        List<Resent> portion = List.of();
        do {
            var done = new AtomicReference<List<Resent>>(List.of());
            long now = clock.millis();
            writer.write(OutboxRepository.resend(rest, now, done::set));
            portion = Objects.requireNonNull(done.get(), "the unit ran");
            if (!portion.isEmpty()) {
                pending.addAndGet(portion.stream()
                        .filter(one -> one.before() != DeliveryState.PENDING)
                        .count());
                windows.again(portion.stream().map(Resent::row).toList(), now);
                sent += portion.size();
                rest = rest.from(portion.getLast().row().id() + 1);
            }
        } while (!portion.isEmpty());
        readSoon();
        return sent;
    }

    private void tell(OutboxEvent event, int attempt, long began, long ended, DeliveryOutcome outcome) {
        told(
                () -> watch.attempted(
                        event,
                        attempt,
                        Instant.ofEpochMilli(began),
                        Duration.ofMillis(Math.max(0, ended - began)),
                        outcome),
                event);
    }

    private static void told(Runnable teller, OutboxEvent event) {
        try {
            teller.run();
        } catch (RuntimeException e) {
            LOG.error("a delivery of call {} is not on its timeline", event.callId(), e);
        }
    }

    private DeliveryOutcome once(long id, OutboxEvent event) {
        try {
            return port.deliver(event.messageId(id), event);
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
