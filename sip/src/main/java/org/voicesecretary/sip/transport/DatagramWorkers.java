package org.voicesecretary.sip.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A fixed number of threads that parse datagrams and run the state machines. All datagrams of one Call-ID go to the same thread, so
 * an INVITE and the CANCEL right behind it are never overtaken by each other here. Each thread has a bounded queue.
 */
final class DatagramWorkers implements AutoCloseable {

    /** A datagram of exactly its size, and where it came from. */
    record Datagram(byte[] bytes, UdpFlow flow) {}

    private static final long IDLE = Long.MIN_VALUE;

    private final List<Worker> workers = new ArrayList<>();
    private final Consumer<Datagram> receiver;
    private final RateLimitedLog complaints;
    private final LongSupplier nanoTime;

    DatagramWorkers(
            int count, int queueLength, Consumer<Datagram> receiver, RateLimitedLog complaints, LongSupplier nanoTime) {
        this.receiver = receiver;
        this.complaints = complaints;
        this.nanoTime = nanoTime;
        for (int i = 0; i < count; i++) {
            workers.add(new Worker("sip-worker-" + i, queueLength));
        }
    }

    /** Queues the datagram; false when its queue is full. */
    boolean offer(Datagram datagram) {
        int slot = Math.floorMod(callIdHash(datagram.bytes()), workers.size());
        return workers.get(slot).queue.offer(datagram);
    }

    /** A hash of the Call-ID's text, found without parsing; 0 where there is none, which the parser will complain about. */
    static int callIdHash(byte[] bytes) {
        for (int i = 0; i + 3 < bytes.length; i++) {
            if (bytes[i] == '\n') {
                int value = callIdValue(bytes, i + 1);
                if (value > 0) {
                    return hashToLineEnd(bytes, value);
                }
            }
        }
        return 0;
    }

    /** The index behind the colon of a Call-ID header that begins at {@code line}, else −1. */
    private static int callIdValue(byte[] bytes, int line) {
        int first = bytes[line] | 0x20;
        int i;
        if (first == 'i') {
            i = line + 1;
        } else if (first == 'c' && startsWithCallId(bytes, line)) {
            i = line + 7;
        } else {
            return -1;
        }
        while (i < bytes.length && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i < bytes.length && bytes[i] == ':' ? i + 1 : -1;
    }

    private static boolean startsWithCallId(byte[] bytes, int line) {
        String name = "call-id";
        if (line + name.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            int c = bytes[line + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int hashToLineEnd(byte[] bytes, int from) {
        int hash = 1;
        for (int i = from; i < bytes.length && bytes[i] != '\r' && bytes[i] != '\n'; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                hash = 31 * hash + bytes[i];
            }
        }
        // Call-IDs of one peer often differ in the last characters only.
        return hash ^ (hash >>> 15);
    }

    /** What keeps the datagrams from being handled: a thread that has ended, or one that has been busy with one datagram for so long. */
    void stalled(long nanos, Consumer<String> complaint) {
        for (Worker worker : workers) {
            long since = worker.busySince;
            if (!worker.thread.isAlive()) {
                complaint.accept("thread " + worker.thread.getName() + " has ended");
            } else if (since != IDLE && nanoTime.getAsLong() - since > nanos) {
                complaint.accept("thread " + worker.thread.getName() + " does not come back from a message");
            }
        }
    }

    private final class Worker {
        private final BlockingQueue<Datagram> queue;
        private final Thread thread;
        private volatile long busySince = IDLE;

        private Worker(String name, int queueLength) {
            queue = new ArrayBlockingQueue<>(queueLength);
            thread = Thread.ofPlatform().name(name).daemon(true).start(this::work);
        }

        private void work() {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    Datagram next = queue.take();
                    busySince = nanoTime.getAsLong();
                    receiver.accept(next);
                } catch (InterruptedException e) {
                    return;
                } catch (Throwable e) {
                    // A bug of ours; one message must not cost the thread.
                    complaints.error("a datagram could not be handled", e);
                } finally {
                    busySince = IDLE;
                }
            }
        }
    }

    @Override
    public void close() {
        workers.forEach(worker -> worker.thread.interrupt());
    }
}
