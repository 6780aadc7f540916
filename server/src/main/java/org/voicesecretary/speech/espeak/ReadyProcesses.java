package org.voicesecretary.speech.espeak;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.speech.program.ChildProcess;
import org.voicesecretary.speech.program.ProgramException;

/**
 * Processes that were started for a command line, have loaded their voice and wait for text. Each is used once. When a
 * command line is used again, others are started in its place on a thread of their own; the command line that was used
 * least recently gives way when there are too many. If this program dies, their standard input closes and they end.
 */
final class ReadyProcesses implements AutoCloseable {
    private static final int REMEMBERED = 64;

    private final int perCommand;
    private final int inAll;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<List<String>, ArrayDeque<ChildProcess>> waiting = new LinkedHashMap<>(16, 0.75f, true);
    private int count;
    private boolean closed;

    ReadyProcesses(int perCommand, int inAll) {
        this.perCommand = Math.min(perCommand, inAll);
        this.inAll = inAll;
    }

    /** One that waits, or else a new one. */
    ChildProcess take(List<String> command) throws ProgramException {
        boolean again = seen(command);
        ChildProcess ready = poll(command);
        ChildProcess taken = ready != null ? ready : ChildProcess.start(command);
        if (perCommand > 0 && again) {
            Thread.ofVirtual().name("speech-ready").start(() -> refill(command));
        }
        return taken;
    }

    /** How many wait now. */
    int size() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Starts what is missing for a command line. */
    void refill(List<String> command) {
        while (wants(command)) {
            ChildProcess started;
            try {
                started = ChildProcess.start(command);
            } catch (ProgramException e) {
                return; // The next request tries by itself, and its failure is reported.
            }
            if (!offer(command, started)) {
                started.close();
                return;
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.values().forEach(queue -> queue.forEach(ChildProcess::close));
            waiting.clear();
            count = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was taken before, as far as is remembered: a voice that is used once is not worth a process. */
    private boolean seen(List<String> command) {
        lock.lock();
        try {
            if (waiting.get(command) != null) {
                return true;
            }
            waiting.put(command, new ArrayDeque<>());
            if (waiting.size() > REMEMBERED) {
                forget(waiting.pollFirstEntry().getValue());
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void forget(ArrayDeque<ChildProcess> queue) {
        count -= queue.size();
        queue.forEach(ChildProcess::close);
    }

    private @Nullable ChildProcess poll(List<String> command) {
        lock.lock();
        try {
            ArrayDeque<ChildProcess> queue = waiting.get(command);
            while (queue != null && !queue.isEmpty()) {
                ChildProcess first = queue.removeFirst();
                count--;
                if (first.isAlive()) {
                    return first;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean wants(List<String> command) {
        lock.lock();
        try {
            ArrayDeque<ChildProcess> queue = waiting.get(command);
            return !closed && (queue == null || queue.size() < perCommand);
        } finally {
            lock.unlock();
        }
    }

    private boolean offer(List<String> command, ChildProcess started) {
        lock.lock();
        try {
            ArrayDeque<ChildProcess> queue = waiting.computeIfAbsent(command, c -> new ArrayDeque<>());
            if (closed || queue.size() >= perCommand) {
                return false;
            }
            queue.addLast(started);
            count++;
            dropOldest();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void dropOldest() {
        Iterator<Map.Entry<List<String>, ArrayDeque<ChildProcess>>> oldest =
                waiting.entrySet().iterator();
        while (count > inAll && oldest.hasNext()) {
            ArrayDeque<ChildProcess> queue = oldest.next().getValue();
            while (count > inAll && !queue.isEmpty()) {
                queue.removeFirst().close();
                count--;
            }
            if (queue.isEmpty()) {
                oldest.remove();
            }
        }
    }
}
