package org.voicesecretary.call;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/**
 * Time that passes only while the call waits: what is planned happens on the call's own thread, in the order of its
 * time, so that a test of four hours takes a millisecond and never flickers. It starts at 0 ms.
 */
public final class SimulatedTime implements CallClock {
    private static final long NANOS = 1_000_000;

    private record Planned(long at, int order, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            return at != other.at ? Long.compare(at, other.at) : Integer.compare(order, other.order);
        }
    }

    private final Instant start;
    private final PriorityQueue<Planned> plan = new PriorityQueue<>();
    private long now;
    private int order;
    private long workTakes;

    public SimulatedTime(Instant start) {
        this.start = start;
    }

    /** Plans something for a moment, in ms from the start. */
    public void at(long millis, Runnable action) {
        plan.add(new Planned(millis * NANOS, order++, action));
    }

    /** Plans something for later. */
    public void after(Duration delay, Runnable action) {
        plan.add(new Planned(now + delay.toNanos(), order++, action));
    }

    /** Said by work that runs beside the call: its result comes after this time. */
    public void takes(Duration duration) {
        workTakes += duration.toNanos();
    }

    public long millis() {
        return now / NANOS;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant now() {
        return start.plusNanos(now);
    }

    @Override
    public void park(long deadlineNanos) {
        Planned next = plan.peek();
        if (next != null && next.at() <= deadlineNanos) {
            plan.remove();
            now = Math.max(now, next.at());
            next.action().run();
        } else {
            now = Math.max(now, deadlineNanos);
        }
    }

    @Override
    public void unpark(Thread thread) {
        // The only thread there is looks again after every planned action.
    }

    @Override
    public void background(Runnable work, Runnable done) {
        workTakes = 0;
        work.run();
        plan.add(new Planned(now + workTakes, order++, done));
    }
}
