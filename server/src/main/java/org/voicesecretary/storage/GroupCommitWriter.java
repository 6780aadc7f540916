package org.voicesecretary.storage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.StorageException.Fault;

/**
 * The only thread that writes to the database. While the disk syncs one transaction, the units that arrive meanwhile gather and
 * make the next one: the busier the server, the more units share a sync. A unit that fails takes no other with it: the
 * transaction is then run again with a savepoint for each. Whoever outpaces the disk is held back, and told after a while.
 */
public final class GroupCommitWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);
    private static final int BATCH = 500;
    private static final int TRIES_WHEN_LOCKED = 3;
    /** After a transaction others gather for so long: on a fast disk, hundreds of tiny ones would cost more than the writes. */
    private static final long GATHERING_NANOS = 3_000_000L;

    private static final Pending STOP = new Pending(nothing -> {}, new CompletableFuture<>());

    private record Pending(WriteUnit unit, CompletableFuture<Void> done) {}

    private final Database database;
    private final BlockingQueue<Pending> queue;
    private final Duration patience;
    private final MeterRegistry metrics;
    private final Timer commits;
    private final DistributionSummary batches;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean ended;
    private volatile @Nullable StorageException trouble;
    private @Nullable Writing writing;

    private GroupCommitWriter(Database database, int capacity, Duration patience, MeterRegistry metrics) {
        this.database = database;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.patience = patience;
        this.metrics = metrics;
        this.commits = metrics.timer("storage.commit");
        this.batches = metrics.summary("storage.batch.units");
        metrics.gaugeCollectionSize("storage.queue", List.of(), queue);
        this.thread = Thread.ofPlatform().name("db-writer").unstarted(this::run);
    }

    /**
     * @param capacity units that may wait
     * @param patience how long {@link #submit} waits for room in the queue
     */
    public static GroupCommitWriter start(Database database, int capacity, Duration patience, MeterRegistry metrics) {
        var writer = new GroupCommitWriter(database, capacity, patience, metrics);
        writer.thread.start();
        return writer;
    }

    /**
     * Hands over a unit. The future completes when it is on the disk, or fails with what the unit threw, or with a
     * {@link StorageException}. Units of one thread are stored in the order in which they were handed over.
     *
     * @throws StorageException BUSY if the queue stayed full, UNAVAILABLE after {@link #close}
     */
    public CompletableFuture<Void> submit(WriteUnit unit) {
        if (closed) {
            throw stopping();
        }
        var pending = new Pending(unit, new CompletableFuture<>());
        try {
            if (!queue.offer(pending) && !queue.offer(pending, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                failed(Fault.BUSY).increment();
                throw new StorageException(
                        Fault.BUSY,
                        "the database is behind: " + queue.size() + " writes waited longer than " + patience.toMillis()
                                + " ms; the disk is too slow for this load or another process holds the database",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    Fault.UNAVAILABLE, "interrupted while waiting for room in the queue of writes", e);
        }
        // A close in between: either the thread's last look at the queue sees this unit, or we see here that it has
        // ended.
        if (ended && queue.remove(pending)) {
            throw stopping();
        }
        return pending.done;
    }

    private static StorageException stopping() {
        return new StorageException(Fault.UNAVAILABLE, "the database is closed: the server is stopping", null);
    }

    /** As {@link #submit} for whoever must not wait: null if the queue is full or the writer closed. */
    public @Nullable CompletableFuture<Void> offer(WriteUnit unit) {
        var pending = new Pending(unit, new CompletableFuture<>());
        if (closed || !queue.offer(pending) || (ended && queue.remove(pending))) {
            return null;
        }
        return pending.done;
    }

    /** As {@link #submit}, and waits until the unit is on the disk. Throws what the unit threw. */
    public void write(WriteUnit unit) {
        try {
            submit(unit).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * As {@link #offer} for what can be done without: a failure is logged and counted.
     *
     * @param what names it in the log
     */
    public void append(String what, WriteUnit unit) {
        CompletableFuture<Void> stored = offer(unit);
        if (stored == null) {
            failed(Fault.BUSY).increment();
            LOG.error("{} was not stored: the database is {}", what, closed ? "closed" : "behind");
            return;
        }
        stored.whenComplete((ok, error) -> {
            if (error != null) {
                LOG.error("{} was not stored: {}", what, error.getMessage());
            }
        });
    }

    /** Why the last writes were not stored; empty = they were. */
    public Optional<StorageException> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Stores what has been handed over, then ends the thread. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            queue.put(STOP);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Pending> batch = new ArrayList<>(BATCH);
        boolean stopping = false;
        try {
            while (!stopping || !queue.isEmpty()) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                stopping |= batch.remove(STOP);
                if (!batch.isEmpty()) {
                    commits.record(() -> store(batch));
                    batches.record(batch.size());
                }
                batch.clear();
                LockSupport.parkNanos(this, GATHERING_NANOS);
            }
        } catch (InterruptedException e) {
            LOG.error("the database writer was interrupted and ends; {} writes are lost", queue.size());
        } finally {
            ended = true;
            for (Pending left = queue.poll(); left != null; left = queue.poll()) {
                left.done.completeExceptionally(stopping());
            }
            giveUpHandle();
        }
    }

    private void store(List<Pending> batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                inOneTransaction(batch);
                return;
            } catch (RuntimeException e) {
                giveUpHandle();
                Fault fault = database.faults().fault(e);
                if (fault == Fault.REFUSED && batch.size() > 1) {
                    LOG.warn(
                            "a transaction of {} writes broke and is stored one by one: {}",
                            batch.size(),
                            e.toString());
                    batch.forEach(pending -> store(List.of(pending)));
                    return;
                }
                if (fault == Fault.BUSY && attempt < TRIES_WHEN_LOCKED) {
                    continue;
                }
                StorageException error = database.faults().describe(e);
                LOG.error("{} writes were not stored: {}", batch.size(), error.getMessage());
                if (fault != Fault.REFUSED) {
                    trouble = error;
                }
                failed(fault).increment(batch.size());
                batch.forEach(pending -> pending.done.completeExceptionally(error));
                return;
            } catch (Error e) {
                // Whatever it was, this thread must live: without it nothing is stored any more.
                giveUpHandle();
                LOG.error("{} writes were not stored", batch.size(), e);
                batch.forEach(pending -> pending.done.completeExceptionally(e));
                return;
            }
        }
    }

    private void inOneTransaction(List<Pending> batch) {
        Writing writing = openWriting();
        if (!allAtOnce(writing, batch)) {
            eachBySavepoint(writing, batch);
        }
    }

    /** Without savepoints, which cost as much as the writes themselves; false, and nothing stored, where a unit fails. */
    private boolean allAtOnce(Writing writing, List<Pending> batch) {
        writing.handle().begin();
        try {
            for (Pending pending : batch) {
                pending.unit.write(writing);
            }
        } catch (RuntimeException e) {
            if (database.faults().fault(e) != Fault.REFUSED) {
                throw e; // not a unit's doing: the database itself is in trouble
            }
            writing.handle().rollback();
            return false;
        }
        writing.handle().commit();
        trouble = null;
        batch.forEach(pending -> pending.done.complete(null));
        return true;
    }

    /** So that the units that fail take no other with them. */
    private void eachBySavepoint(Writing transaction, List<Pending> batch) {
        Handle writing = transaction.handle();
        List<Runnable> tellAfterwards = new ArrayList<>(batch.size());
        writing.begin();
        for (Pending pending : batch) {
            writing.savepoint("unit");
            try {
                pending.unit.write(transaction);
                writing.releaseSavepoint("unit");
                tellAfterwards.add(() -> pending.done.complete(null));
            } catch (RuntimeException e) {
                Fault fault = database.faults().fault(e);
                if (fault != Fault.REFUSED) {
                    throw e; // not this unit's doing: the database itself is in trouble
                }
                writing.rollbackToSavepoint("unit");
                failed(fault).increment();
                tellAfterwards.add(() -> pending.done.completeExceptionally(e));
            }
        }
        writing.commit();
        trouble = null;
        tellAfterwards.forEach(Runnable::run);
    }

    private Writing openWriting() {
        Writing open = writing;
        if (open == null) {
            open = new Writing(database.writerHandle());
            writing = open;
        }
        return open;
    }

    private void giveUpHandle() {
        Writing broken = writing;
        writing = null;
        if (broken != null) {
            database.discard(broken.handle());
        }
    }

    private Counter failed(Fault fault) {
        return metrics.counter("storage.failures", "fault", fault.name());
    }
}
