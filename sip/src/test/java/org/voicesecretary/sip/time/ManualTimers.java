package org.voicesecretary.sip.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that stands still until a test moves it; due tasks run on the thread that moves it, in order. */
public final class ManualTimers implements Timers {

    private final List<Entry> entries = new ArrayList<>();
    private long now;
    private long sequence;

    private final class Entry implements Timer {
        private final long due;
        private final long order;
        private final Runnable task;

        Entry(long due, long order, Runnable task) {
            this.due = due;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            synchronized (ManualTimers.this) {
                entries.remove(this);
            }
        }
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        var entry = new Entry(now + Math.max(0, delay.toNanos()), sequence++, task);
        entries.add(entry);
        return entry;
    }

    /** Moves time on, and runs what becomes due on the way. */
    public void advance(Duration by) {
        long target = nanoTime() + by.toNanos();
        while (true) {
            Entry next;
            synchronized (this) {
                next = entries.stream()
                        .filter(entry -> entry.due <= target)
                        .min(Comparator.<Entry>comparingLong(entry -> entry.due)
                                .thenComparingLong(entry -> entry.order))
                        .orElse(null);
                if (next == null) {
                    now = target;
                    return;
                }
                entries.remove(next);
                now = Math.max(now, next.due);
            }
            next.task.run();
        }
    }

    /** How many timers wait. */
    public synchronized int pending() {
        return entries.size();
    }
}
