package org.voicesecretary.webhook;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.voicesecretary.webhook.OutboxWindows.Pending;

/**
 * The events that no query of the database shows: those on their way to the disk, and those that it refused. Call by call in
 * their order, since the later ones of a call wait for them wherever they are themselves. Knows neither database nor clock.
 */
final class UnstoredEvents {
    /** Events that no database has: more are dropped, since memory is all they have. */
    static final int MOST = 10_000;

    /** By call, then by identifier; empty = on its way to the disk. */
    private final Map<String, TreeMap<Long, Optional<Pending>>> calls = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private int refused;

    /** They are about to be stored. */
    void storing(List<Pending> events) {
        locked(() -> {
            events.forEach(event -> calls.computeIfAbsent(event.callId(), call -> new TreeMap<>())
                    .put(event.id(), Optional.empty()));
            return null;
        });
    }

    /** The database has them, or nobody will send them any more. */
    void forget(Collection<Pending> events) {
        locked(() -> {
            events.forEach(this::remove);
            return null;
        });
    }

    /** The database did not take it. @return false if there are too many, and it is forgotten */
    boolean refused(Pending event) {
        return locked(() -> {
            remove(event);
            if (refused >= MOST) {
                return false;
            }
            refused++;
            calls.computeIfAbsent(event.callId(), call -> new TreeMap<>()).put(event.id(), Optional.of(event));
            return true;
        });
    }

    /** Whether one of these comes before an event of a call. */
    boolean anyBefore(long id, String callId) {
        return locked(() -> calls.containsKey(callId) && calls.get(callId).firstKey() < id);
    }

    /** Whether it is among those that the database refused, and nobody has done with it meanwhile. */
    boolean holds(Pending event) {
        return locked(() -> calls.containsKey(event.callId())
                && calls.get(event.callId())
                        .getOrDefault(event.id(), Optional.empty())
                        .isPresent());
    }

    /** The first of a call, if the database refused it: what is on its way there may turn out to be stored. */
    Optional<Pending> first(String callId) {
        return locked(
                () -> calls.containsKey(callId) ? calls.get(callId).firstEntry().getValue() : Optional.empty());
    }

    /** Those of a call that the database refused, in order. */
    List<Pending> refusedOf(String callId) {
        return locked(() -> calls.containsKey(callId)
                ? calls.get(callId).values().stream().flatMap(Optional::stream).toList()
                : List.of());
    }

    /** How many the database refused. */
    int size() {
        return locked(() -> refused);
    }

    private void remove(Pending event) {
        TreeMap<Long, Optional<Pending>> lane = calls.get(event.callId());
        Optional<Pending> gone = lane == null ? null : lane.remove(event.id());
        if (gone != null && gone.isPresent()) {
            refused--;
        }
        if (lane != null && lane.isEmpty()) {
            calls.remove(event.callId());
        }
    }

    private <T> T locked(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
