package org.voicesecretary.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is next. Each call is a lane: only its oldest event may be under way. A lane waits for its time, then for a place at its
 * endpoint, then is under way. Knows neither database nor network nor clock.
 */
final class OutboxLanes {
    /**
     * An event that is not done with.
     *
     * @param event its content; null = in the database
     */
    record Pending(
            long id,
            String callId,
            URI url,
            long createdAt,
            int attempts,
            long due,
            @Nullable OutboxEvent event) {
        Pending after(int attemptsMade, long nextDue) {
            return new Pending(id, callId, url, createdAt, attemptsMade, nextDue, event);
        }

        /** Events of one endpoint share its limits and its troubles. */
        String endpoint() {
            return url.getScheme() + "://" + url.getRawAuthority();
        }
    }

    /** {@code order} settles ties, so that what came first goes first. */
    private static final class Lane {
        final ArrayDeque<Pending> events = new ArrayDeque<>();
        long order;

        long due() {
            return events.getFirst().due();
        }
    }

    private static final class Endpoint {
        final Queue<Lane> ready = new ArrayDeque<>();
        int running;
    }

    private final int parallelPerEndpoint;
    private final Consumer<Pending> starter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final PriorityQueue<Lane> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Lane::due).thenComparingLong(lane -> lane.order));
    private long orders;
    private int underWay;
    private boolean draining;
    private boolean stopped;

    /** @param starter delivers on a thread of its own, then calls {@link #finished} */
    OutboxLanes(int parallelPerEndpoint, Consumer<Pending> starter) {
        this.parallelPerEndpoint = parallelPerEndpoint;
        this.starter = starter;
    }

    void add(List<Pending> events) {
        lock.lock();
        try {
            for (Pending event : events) {
                Lane lane = lanes.computeIfAbsent(event.callId(), id -> new Lane());
                lane.events.addLast(event);
                if (lane.events.size() == 1) {
                    await(lane);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void startDue(long now) {
        List<Pending> start = new ArrayList<>();
        lock.lock();
        try {
            admitDue(now, start);
        } finally {
            lock.unlock();
        }
        start.forEach(starter);
    }

    /** @param retry the event with its next time, or empty if it is done with and the next of its call may go */
    void finished(Pending delivered, Optional<Pending> retry, long now) {
        List<Pending> start = new ArrayList<>();
        lock.lock();
        try {
            underWay--;
            Lane lane = lanes.get(delivered.callId());
            if (lane == null) {
                throw new IllegalStateException("no lane for call " + delivered.callId());
            }
            lane.events.removeFirst();
            retry.ifPresent(lane.events::addFirst);
            if (lane.events.isEmpty()) {
                lanes.remove(delivered.callId());
            } else if (!(draining && retry.isPresent())) { // a drain tries everything once
                await(lane);
            }
            Endpoint endpoint = endpoints.get(delivered.endpoint());
            if (endpoint != null) {
                endpoint.running--;
                admit(endpoint, start);
                if (endpoint.running == 0) {
                    endpoints.remove(delivered.endpoint());
                }
            }
            admitDue(now, start);
            if (underWay == 0) {
                quiet.signalAll();
            }
        } finally {
            lock.unlock();
        }
        start.forEach(starter);
    }

    /** Makes everything due, and waits until nothing is under way. @return whether nothing is left */
    boolean drain(Duration deadline) throws InterruptedException {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
        startDue(Long.MAX_VALUE);
        lock.lock();
        try {
            long left = deadline.toNanos();
            while (underWay > 0 && left > 0) {
                left = quiet.awaitNanos(left);
            }
            return lanes.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is started any more. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }

    /** Events that are not done with. */
    int size() {
        lock.lock();
        try {
            return lanes.values().stream().mapToInt(lane -> lane.events.size()).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Deliveries that have begun and not ended. */
    int underWay() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    private void await(Lane lane) {
        lane.order = orders++;
        waiting.add(lane);
    }

    private void admitDue(long now, List<Pending> start) {
        while (!waiting.isEmpty() && waiting.peek().due() <= now) {
            Lane lane = waiting.remove();
            Endpoint endpoint = endpoints.computeIfAbsent(lane.events.getFirst().endpoint(), e -> new Endpoint());
            endpoint.ready.add(lane);
            admit(endpoint, start);
        }
    }

    private void admit(Endpoint endpoint, List<Pending> start) {
        while (!stopped && endpoint.running < parallelPerEndpoint && !endpoint.ready.isEmpty()) {
            endpoint.running++;
            underWay++;
            start.add(endpoint.ready.remove().events.getFirst());
        }
    }
}
