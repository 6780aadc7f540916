package org.voicesecretary.sip.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hashed wheel: scheduling and cancelling cost one short lock on one of many buckets, whatever the number of timers (a busy
 * server holds some 100,000: each transaction lingers for 32 s). One daemon thread turns the wheel every 10 ms and hands the due
 * tasks to an executor, so a slow task never delays the others. Timers are late by up to one tick, never early.
 */
public final class WheelTimers implements Timers, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WheelTimers.class);
    private static final long TICK_NANOS = 10_000_000L;
    private static final long LINGER_NANOS = 2_000_000_000L;
    /** A power of two; 4,096 buckets of 10 ms are one turn of 41 s, longer than the timers of RFC 3261 (32 s). */
    private static final int BUCKETS = 4_096;

    private final Bucket[] wheel = new Bucket[BUCKETS];
    private final Executor executor;
    private final long origin = System.nanoTime();
    private final AtomicLong pending = new AtomicLong();
    private final Thread turner;
    private volatile long swept;
    private volatile boolean open = true;
    private volatile long closedAt;

    /** @param executor where due tasks run; an executor of virtual threads is meant */
    public WheelTimers(Executor executor) {
        this.executor = executor;
        for (int i = 0; i < BUCKETS; i++) {
            wheel[i] = new Bucket();
        }
        this.turner = Thread.ofPlatform().name("sip-timers").daemon(true).start(this::turn);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        long deadline = nanoTime() - origin + Math.max(0, delay.toNanos());
        // Rounded up and one more: a bucket is emptied at the start of its tick, and a timer must not fire early.
        long tick = deadline / TICK_NANOS + 1;
        var entry = new Entry(tick, task, wheel[(int) (tick & (BUCKETS - 1))], pending);
        pending.incrementAndGet();
        entry.bucket.add(entry);
        // The wheel may have passed this tick while the entry was being added; then it would wait a whole turn.
        if (swept >= tick && entry.bucket.remove(entry)) {
            fire(entry);
        }
        return entry;
    }

    /** How many timers wait: for metrics. */
    public long pending() {
        return pending.get();
    }

    private void turn() {
        long next = 1;
        while (open || mayLinger()) {
            long now = nanoTime() - origin;
            while (next * TICK_NANOS <= now) {
                swept = next;
                fire(wheel[(int) (next & (BUCKETS - 1))].takeDue(next));
                next++;
            }
            LockSupport.parkNanos(this, Math.max(1, next * TICK_NANOS - (nanoTime() - origin)));
        }
    }

    private boolean mayLinger() {
        return pending.get() > 0 && nanoTime() - closedAt < LINGER_NANOS;
    }

    private void fire(@Nullable Entry due) {
        for (Entry entry = due; entry != null; ) {
            Entry following = entry.next;
            entry.next = null;
            Runnable task = entry.task;
            entry.task = null;
            if (task != null) {
                pending.decrementAndGet();
                start(task);
            }
            entry = following;
        }
    }

    private void start(Runnable task) {
        try {
            executor.execute(() -> run(task));
        } catch (Throwable e) { // one timer must not cost the wheel
            log.error("timer task could not be started", e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("timer task failed: {}", e, e);
        }
    }

    /** Nanoseconds since the wheel should have turned; about 10 ms, or something is broken. */
    public long behindNanos() {
        return nanoTime() - origin - swept * TICK_NANOS;
    }

    /** Ends the turning; what is due within the next two seconds still runs, so that whoever is told to stop can be told. */
    @Override
    public void close() {
        closedAt = nanoTime();
        open = false;
        LockSupport.unpark(turner);
    }

    /** The timers of one slot of the wheel, as a doubly linked list, so that cancelling is O(1). */
    private static final class Bucket {
        private @Nullable Entry first;

        synchronized void add(Entry entry) {
            entry.next = first;
            if (first != null) {
                first.previous = entry;
            }
            first = entry;
            entry.linked = true;
        }

        synchronized boolean remove(Entry entry) {
            if (!entry.linked) {
                return false;
            }
            unlink(entry);
            return true;
        }

        /** The chain of entries due at {@code tick}, linked by {@code next}. */
        synchronized @Nullable Entry takeDue(long tick) {
            Entry due = null;
            for (Entry entry = first; entry != null; ) {
                Entry following = entry.next;
                if (entry.tick <= tick) {
                    unlink(entry);
                    entry.next = due;
                    due = entry;
                }
                entry = following;
            }
            return due;
        }

        private void unlink(Entry entry) {
            if (entry.previous != null) {
                entry.previous.next = entry.next;
            } else {
                first = entry.next;
            }
            if (entry.next != null) {
                entry.next.previous = entry.previous;
            }
            entry.previous = null;
            entry.next = null;
            entry.linked = false;
        }
    }

    private static final class Entry implements Timer {
        private final long tick;
        private final Bucket bucket;
        private final AtomicLong pending;
        private volatile @Nullable Runnable task;
        private @Nullable Entry previous;
        private @Nullable Entry next;
        private boolean linked;

        Entry(long tick, Runnable task, Bucket bucket, AtomicLong pending) {
            this.tick = tick;
            this.task = task;
            this.bucket = bucket;
            this.pending = pending;
        }

        @Override
        public void cancel() {
            if (bucket.remove(this)) {
                task = null;
                pending.decrementAndGet();
            }
        }
    }
}
