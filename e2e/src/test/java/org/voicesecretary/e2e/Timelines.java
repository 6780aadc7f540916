package org.voicesecretary.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineSink;

/** The timelines of all calls as they grow; any thread may wait for something in them. */
final class Timelines implements TimelineSink {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Map<CallId, List<TimelineEvent>> calls = new LinkedHashMap<>();

    @Override
    public void accept(TimelineEntry entry) {
        lock.lock();
        try {
            calls.computeIfAbsent(entry.call(), id -> new ArrayList<>()).add(entry.event());
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The latest call of this caller to this number. */
    CallId call(String caller, String called, Duration within) throws InterruptedException {
        return await(() -> latest(caller, called), within)
                .orElseThrow(() -> new AssertionError("no call of " + caller + " to " + called + " came in"));
    }

    private Optional<CallId> latest(String caller, String called) {
        return calls.entrySet().stream()
                .filter(call -> call.getValue().stream()
                        .anyMatch(event -> event instanceof TimelineEvent.CallStarted(var from, var to)
                                && from.equals(caller)
                                && to.equals(called)))
                .map(Map.Entry::getKey)
                .reduce((first, last) -> last);
    }

    /** What happened in a call so far. */
    List<TimelineEvent> events(CallId call) {
        lock.lock();
        try {
            return List.copyOf(calls.getOrDefault(call, List.of()));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a question about a call has an answer. */
    <T> Optional<T> await(CallId call, Function<List<TimelineEvent>, Optional<T>> question, Duration within)
            throws InterruptedException {
        return await(() -> question.apply(calls.getOrDefault(call, List.of())), within);
    }

    private <T> Optional<T> await(Supplier<Optional<T>> question, Duration within) throws InterruptedException {
        lock.lock();
        try {
            long left = within.toNanos();
            Optional<T> answer = question.get();
            while (answer.isEmpty() && left > 0) {
                left = grown.awaitNanos(left);
                answer = question.get();
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }
}
