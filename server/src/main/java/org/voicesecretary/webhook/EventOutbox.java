package org.voicesecretary.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.webhook.OutboxLanes.Pending;
import org.voicesecretary.webhook.OutboxRepository.Attempt;
import org.voicesecretary.webhook.OutboxRepository.State;

/**
 * Delivers informational events: stored before anybody says they are safe, in order for each call, at least once, tried again
 * until {@link RetryPolicy} gives up; an event that is given up releases those behind it. An endpoint in trouble slows nobody
 * but itself. What is pending when the server stops goes on when it starts.
 */
public final class EventOutbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventOutbox.class);
    /** How exactly retries keep their time. */
    private static final Duration TICK = Duration.ofMillis(200);
    /** How long an event rests whose content could not be read from the database. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final OutboxRepository repository;
    private final GroupCommitWriter writer;
    private final DeliveryPort port;
    private final RetryPolicy policy;
    private final InstantSource clock;
    private final IdSequence ids;
    private final MeterRegistry metrics;
    private final OutboxLanes lanes;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("outbox").factory());

    /** @param parallelPerEndpoint deliveries to one endpoint at the same time */
    public EventOutbox(
            Database database,
            GroupCommitWriter writer,
            DeliveryPort port,
            RetryPolicy policy,
            InstantSource clock,
            int parallelPerEndpoint,
            MeterRegistry metrics) {
        this.repository = new OutboxRepository(database);
        this.writer = writer;
        this.port = port;
        this.policy = policy;
        this.clock = clock;
        this.ids = new IdSequence(clock);
        this.metrics = metrics;
        this.lanes = new OutboxLanes(
                parallelPerEndpoint,
                pending -> Thread.ofVirtual().name("outbox-delivery").start(() -> deliver(pending)));
        metrics.gauge("outbox.pending", lanes, OutboxLanes::size);
        metrics.gauge("outbox.under.way", lanes, OutboxLanes::underWay);
    }

    /** Takes up what an earlier run left, and keeps delivering. */
    public void start() {
        takeUp();
        ticks.scheduleWithFixedDelay(this::wake, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void takeUp() {
        List<Pending> left = new ArrayList<>();
        for (OutboxRepository.Row row : repository.pending()) {
            left.add(new Pending(
                    row.id(), row.callId(), row.url(), row.createdAt(), row.attempts(), row.nextAttemptAt(), null));
        }
        if (!left.isEmpty()) {
            LOG.info("{} events of an earlier run are still to be delivered", left.size());
        }
        lanes.add(left);
        wake();
    }

    /**
     * Stores events of one call and what belongs to them in one transaction, then delivers the events.
     *
     * @param alongside stored with the events or not at all, such as the call's record
     * @return completes when all is on the disk. If it cannot be stored the future fails, and the events are still delivered
     *     from memory, as long as this process lives
     */
    public CompletableFuture<Void> publish(List<OutboxEvent> events, WriteUnit alongside) {
        long now = clock.millis();
        List<WriteUnit> units = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        for (OutboxEvent event : events) {
            long id = ids.next();
            units.add(repository.insert(id, event, now));
            pending.add(new Pending(id, event.callId(), event.url(), now, 0, now, event));
        }
        units.add(alongside);
        CompletableFuture<Void> stored;
        try {
            stored = writer.submit(WriteUnit.all(units));
        } catch (RuntimeException e) {
            stored = CompletableFuture.failedFuture(e);
        }
        return stored.whenComplete((ok, error) -> {
            if (error != null) {
                metrics.counter("outbox.unstored").increment(events.size());
                LOG.error("{} events are delivered without having been stored: {}", events.size(), error.getMessage());
            }
            lanes.add(pending);
            wake();
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

    /** Starts every delivery that is due. */
    void wake() {
        try {
            lanes.startDue(clock.millis());
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
        return lanes.drain(deadline);
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        lanes.stop();
    }

    private void deliver(Pending pending) {
        Optional<Pending> retry = Optional.of(pending.after(pending.attempts(), clock.millis() + REST.toMillis()));
        try {
            OutboxEvent event = pending.event() != null
                    ? pending.event()
                    : repository.load(pending.id()).orElse(null);
            retry = event == null ? Optional.empty() : attempt(pending, event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "event {} of call {} cannot be read and is tried again: {}",
                    pending.id(),
                    pending.callId(),
                    e.getMessage());
        } finally {
            lanes.finished(pending, retry, clock.millis());
        }
    }

    /** @return the event as it waits for its next attempt; empty if it is done with */
    private Optional<Pending> attempt(Pending pending, OutboxEvent event) throws InterruptedException {
        long began = clock.millis();
        DeliveryOutcome outcome = once(event);
        long ended = clock.millis();
        int attempts = pending.attempts() + 1;
        Optional<Duration> wait = outcome instanceof DeliveryOutcome.Delivered
                ? Optional.empty()
                : policy.next(attempts, Duration.ofMillis(ended - pending.createdAt()));
        State state = outcome instanceof DeliveryOutcome.Delivered
                ? State.DELIVERED
                : wait.isPresent() ? State.PENDING : State.DEAD;
        long next = ended + wait.map(Duration::toMillis).orElse(0L);
        metrics.counter("outbox.attempts", "outcome", name(outcome)).increment();
        if (state == State.DEAD) {
            metrics.counter("outbox.dead").increment();
            LOG.warn(
                    "{} of call {} to {} is given up after {} attempts: {}",
                    event.event(),
                    event.callId(),
                    event.url(),
                    attempts,
                    outcome);
        }
        // An attempt that is not stored costs at most a second delivery after a restart.
        writer.append(
                "delivery of event " + pending.id(),
                repository.attempted(pending.id(), kept(outcome, attempts, began, ended), state, next));
        return wait.isPresent() ? Optional.of(pending.after(attempts, next)) : Optional.empty();
    }

    private DeliveryOutcome once(OutboxEvent event) throws InterruptedException {
        try {
            return port.deliver(event);
        } catch (RuntimeException e) {
            LOG.error("a bug kept {} of call {} from being sent", event.event(), event.callId(), e);
            return new DeliveryOutcome.Failed("internal failure: " + e);
        }
    }

    private static Attempt kept(DeliveryOutcome outcome, int number, long began, long ended) {
        @Nullable Integer status = null;
        String note = "";
        String response = "";
        switch (outcome) {
            case DeliveryOutcome.Delivered(var code, var text) -> {
                status = code;
                response = text;
            }
            case DeliveryOutcome.Refused(var code, var text) -> {
                status = code;
                response = text;
            }
            case DeliveryOutcome.Failed(var problem) -> note = problem;
        }
        return new Attempt(number, began, name(outcome), status, ended - began, note, response);
    }

    private static String name(DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered ignored -> "DELIVERED";
            case DeliveryOutcome.Refused ignored -> "REFUSED";
            case DeliveryOutcome.Failed ignored -> "FAILED";
        };
    }
}
