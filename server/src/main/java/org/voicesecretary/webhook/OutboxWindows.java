package org.voicesecretary.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.webhook.OutboxRepository.Place;
import org.voicesecretary.webhook.OutboxRepository.Row;

/**
 * The part of the outbox that is in memory: for each endpoint a window of events that may be sent at once, and those under way.
 * All others wait in the database, and so do the contents. Knows neither database nor network nor clock.
 */
final class OutboxWindows {
    private static final int SMALLEST_WINDOW = 100;
    /** An endpoint that gave no reply so many times in a row is sent one event at a time, and not at once … */
    private static final int TROUBLE = 8;
    /** … but after this: a hundred thousand events for a dead server must not keep the disk busy for all others. */
    private static final long PAUSE_MILLIS = 200;

    /**
     * An event that is not done with.
     *
     * @param unstored its content, where no database has it; null = in the database
     */
    record Pending(
            long id,
            String callId,
            String endpoint,
            int attempts,
            @Nullable Unstored unstored) {
        Pending after(int attemptsMade) {
            return new Pending(id, callId, endpoint, attemptsMade, unstored);
        }

        /** The same, in the database. */
        Pending stored() {
            return new Pending(id, callId, endpoint, attempts, null);
        }

        /** The same in memory, and what may store it yet; empty = nothing. */
        Pending storedBy(Optional<WriteUnit> unit) {
            return unstored == null
                    ? this
                    : new Pending(
                            id, callId, endpoint, attempts, new Unstored(unstored.event(), unstored.createdAt(), unit));
        }

        static Pending of(Row row) {
            return new Pending(row.id(), row.callId(), row.endpoint(), row.attempts(), null);
        }
    }

    /** @param unit stores it, and all that belongs to it, however often it is run; empty = the database refuses it for good */
    record Unstored(OutboxEvent event, long createdAt, Optional<WriteUnit> unit) {}

    /** A part of an endpoint's events that is to be read: those after a place, so many. */
    record Page(String endpoint, Place after, int limit) {}

    private record Timed(Pending event, long due) {}

    private static final class Endpoint {
        final ArrayDeque<Pending> ready = new ArrayDeque<>();
        /** Ready, under way, or the database does not know yet what became of them: reading them again would send them twice. */
        final Set<Long> known = new HashSet<>();

        /** Known ones that are pending once more, as soon as the database knows what became of them. */
        final Set<Long> again = new HashSet<>();

        int running;
        /** Attempts that ended, but the database does not say so. */
        int unsettled;
        /** The database may hold events that are due and not known here. */
        boolean more;
        /** A part of what the database has is on its way here. */
        boolean reading;
        /** When an event in the database is due next. */
        long wakeAt = Long.MAX_VALUE;
        /** Deliveries without a reply since the last one. */
        int silent;
        /** While in trouble nothing is sent before. */
        long pausedUntil = Long.MIN_VALUE;
        /** Where a drain has come to. */
        Place drained = Place.FIRST;

        boolean inTrouble() {
            return silent >= TROUBLE;
        }

        boolean idle() {
            return ready.isEmpty() && running == 0 && unsettled == 0 && !reading && !more;
        }
    }

    private final int parallel;
    private final int window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final PriorityQueue<Timed> waiting = new PriorityQueue<>(Comparator.comparingLong(Timed::due)
            .thenComparingLong(timed -> timed.event().id()));
    /** Where something is ready and perhaps a place is free. */
    private final Set<Endpoint> startable = new HashSet<>();
    /** What a drain has taken. */
    private final Set<Long> tried = new HashSet<>();

    private boolean draining;
    private boolean stopped;

    /** @param parallel deliveries to one endpoint at the same time */
    OutboxWindows(int parallel) {
        this.parallel = parallel;
        this.window = Math.max(SMALLEST_WINDOW, 2 * parallel);
    }

    /** There may be something to read for an endpoint from a time on. */
    void lookFrom(String name, long due) {
        locked(() -> {
            Endpoint endpoint = endpoint(name);
            endpoint.wakeAt = Math.min(endpoint.wakeAt, due);
        });
    }

    /** An event in the database that comes next in its call. */
    void offer(Row row, long now) {
        locked(() -> {
            Endpoint endpoint = endpoint(row.endpoint());
            if (draining) {
                take(endpoint, Pending.of(row)); // reading may have passed it already
            } else if (row.due() > now) {
                endpoint.wakeAt = Math.min(endpoint.wakeAt, row.due());
            } else if (endpoint.more || endpoint.ready.size() >= window) {
                endpoint.more = true; // it has its turn when it is read
            } else {
                take(endpoint, Pending.of(row));
            }
        });
    }

    /** They are to be sent again, some of them perhaps while their last delivery is being noted. */
    void again(List<Row> rows, long now) {
        locked(() -> rows.forEach(row -> {
            Endpoint endpoint = endpoint(row.endpoint());
            endpoint.wakeAt = Math.min(endpoint.wakeAt, now);
            if (endpoint.known.contains(row.id())) {
                endpoint.again.add(row.id());
            }
        }));
    }

    /** The clock was set back: what waits by it does not wait longer for that. */
    void clockWentBack(long millis) {
        locked(() -> {
            for (Endpoint endpoint : endpoints.values()) {
                endpoint.wakeAt -= endpoint.wakeAt == Long.MAX_VALUE ? 0 : millis;
                endpoint.pausedUntil -= endpoint.pausedUntil == Long.MIN_VALUE ? 0 : millis;
            }
            List<Timed> timed = List.copyOf(waiting);
            waiting.clear();
            timed.forEach(one -> waiting.add(new Timed(one.event(), one.due() - millis)));
        });
    }

    /** An event that is in no database. */
    void offer(Pending event) {
        locked(() -> take(endpoint(event.endpoint()), event));
    }

    /** Events to deliver now. For each, {@link #ended} or {@link #dropped} follows. */
    List<Pending> startable(long now) {
        List<Pending> start = new ArrayList<>();
        locked(() -> {
            while (!waiting.isEmpty() && (draining || waiting.peek().due() <= now)) {
                Pending event = waiting.remove().event();
                Endpoint endpoint = endpoint(event.endpoint());
                endpoint.known.remove(event.id());
                take(endpoint, event);
            }
            startable.removeIf(endpoint -> {
                startFrom(endpoint, now, start);
                return endpoint.ready.isEmpty() || !endpoint.inTrouble();
            });
        });
        return start;
    }

    private void startFrom(Endpoint endpoint, long now, List<Pending> start) {
        if (draining && endpoint.inTrouble()) {
            leaveAlone(endpoint);
            return;
        }
        while (!stopped && !endpoint.ready.isEmpty() && endpoint.running < (endpoint.inTrouble() ? 1 : parallel)) {
            if (endpoint.inTrouble()) {
                if (now < endpoint.pausedUntil) {
                    return;
                }
                endpoint.pausedUntil = now + PAUSE_MILLIS;
            }
            endpoint.running++;
            start.add(endpoint.ready.remove());
        }
    }

    /** A server that stops does not wait for a dead endpoint. */
    private static void leaveAlone(Endpoint endpoint) {
        endpoint.ready.forEach(event -> endpoint.known.remove(event.id()));
        endpoint.ready.clear();
        endpoint.more = false;
    }

    /** What is to be read from the database now. */
    List<Page> wanted(long now) {
        List<Page> pages = new ArrayList<>();
        locked(() -> {
            endpoints
                    .values()
                    .removeIf(endpoint ->
                            endpoint.idle() && endpoint.wakeAt == Long.MAX_VALUE && endpoint.known.isEmpty());
            endpoints.forEach((name, endpoint) -> {
                if (draining && endpoint.inTrouble()) {
                    leaveAlone(endpoint);
                    return;
                }
                boolean room = endpoint.ready.size() <= window / 2 && endpoint.unsettled < window;
                if (!stopped && room && (endpoint.more || endpoint.wakeAt <= now)) {
                    endpoint.reading = true;
                    endpoint.more = false; // whoever adds something from here on says so again
                    endpoint.wakeAt = Long.MAX_VALUE;
                    pages.add(
                            new Page(name, draining ? endpoint.drained : Place.FIRST, window + endpoint.known.size()));
                }
            });
        });
        return pages;
    }

    /** @param nextDue when the first event after these is due; empty = there is none */
    void read(Page page, List<Row> rows, Optional<Long> nextDue) {
        locked(() -> {
            Endpoint endpoint = endpoint(page.endpoint());
            endpoint.reading = false;
            rows.forEach(row -> take(endpoint, Pending.of(row)));
            endpoint.more |= rows.size() >= page.limit();
            nextDue.ifPresent(due -> endpoint.wakeAt = Math.min(endpoint.wakeAt, due));
            if (!rows.isEmpty()) {
                endpoint.drained =
                        new Place(rows.getLast().due(), rows.getLast().id());
            }
        });
    }

    /** It could not be read. */
    void unread(Page page) {
        locked(() -> {
            Endpoint endpoint = endpoint(page.endpoint());
            endpoint.reading = false;
            endpoint.more = true;
        });
    }

    /**
     * A delivery has ended, and its place at the endpoint is free; what became of it is to be stored.
     *
     * @param replied whether the endpoint replied, whatever it was
     */
    void ended(Pending event, boolean replied) {
        locked(() -> {
            Endpoint endpoint = endpoint(event.endpoint());
            endpoint.silent = replied ? 0 : endpoint.silent + 1;
            left(endpoint);
            endpoint.unsettled++;
        });
    }

    /**
     * What became of it is stored: nothing more is to be done, or it waits in the database until it is due. {@link #finished}
     * follows.
     */
    void settled(Pending event, Optional<Long> due) {
        locked(() -> {
            Endpoint endpoint = endpoint(event.endpoint());
            forget(endpoint, event);
            if (due.isPresent()) {
                endpoint.wakeAt = Math.min(endpoint.wakeAt, due.get());
            }
        });
    }

    /** It is tried again at a time that only memory knows. */
    void waits(Pending event, long due) {
        locked(() -> {
            endpoint(event.endpoint()).unsettled--;
            if (!draining) {
                waiting.add(new Timed(event, due));
            }
        });
    }

    /** It is not to be delivered now, and the database knows why. {@link #finished} follows. */
    void dropped(Pending event) {
        locked(() -> {
            Endpoint endpoint = endpoint(event.endpoint());
            left(endpoint);
            endpoint.unsettled++;
            forget(endpoint, event);
            tried.remove(event.id());
        });
    }

    /** Those that waited for it have been offered; only now may a drain be over. */
    void finished(Pending event) {
        locked(() -> endpoint(event.endpoint()).unsettled--);
    }

    /** From now on all is due, but nothing is tried twice. */
    void drain() {
        locked(() -> {
            draining = true;
            for (Endpoint endpoint : endpoints.values()) {
                endpoint.more = true;
                endpoint.silent = 0;
                endpoint.ready.forEach(event -> tried.add(event.id()));
            }
        });
    }

    /** Waits until all has been tried. @return false if that took too long */
    boolean awaitDrained(Duration deadline) throws InterruptedException {
        lock.lock();
        try {
            long left = deadline.toNanos();
            while (left > 0
                    && !(waiting.isEmpty() && endpoints.values().stream().allMatch(Endpoint::idle))) {
                left = changed.awaitNanos(left);
            }
            return left > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the database knows of every delivery that has ended, or until the deadline. */
    void awaitSettled(Duration deadline) throws InterruptedException {
        lock.lock();
        try {
            long left = deadline.toNanos();
            while (left > 0 && endpoints.values().stream().anyMatch(endpoint -> endpoint.unsettled > 0)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is started or read any more. */
    void stop() {
        locked(() -> stopped = true);
    }

    /** Deliveries that have begun and not ended. */
    int underWay() {
        return summed(endpoint -> endpoint.running + endpoint.unsettled);
    }

    /** Events in memory. */
    int size() {
        return summed(endpoint -> endpoint.known.size());
    }

    private void take(Endpoint endpoint, Pending event) {
        if (draining && !tried.add(event.id())) {
            return;
        }
        if (endpoint.known.add(event.id())) {
            endpoint.ready.add(event);
            startable.add(endpoint);
        }
    }

    private static void forget(Endpoint endpoint, Pending event) {
        endpoint.known.remove(event.id());
        endpoint.more |= endpoint.again.remove(event.id());
    }

    private void left(Endpoint endpoint) {
        endpoint.running--;
        if (!endpoint.ready.isEmpty()) {
            startable.add(endpoint);
        }
    }

    private Endpoint endpoint(String name) {
        return endpoints.computeIfAbsent(name, n -> new Endpoint());
    }

    private int summed(ToIntFunction<Endpoint> part) {
        lock.lock();
        try {
            return endpoints.values().stream().mapToInt(part).sum();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
