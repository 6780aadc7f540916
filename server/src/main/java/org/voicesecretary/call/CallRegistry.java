package org.voicesecretary.call;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.timeline.CallId;

/** The calls that are going on, and whether one more may begin. */
public final class CallRegistry {
    /** A call as others see it. Its mailbox is the only way to act on it, beside recording it. */
    public record LiveCall(CallContext context, Mailbox mailbox, Recorder recorder) {
        /** One that is not recorded. */
        public LiveCall(CallContext context, Mailbox mailbox) {
            this(context, mailbox, Recorder.none());
        }
    }

    /** Why a call that is at the door is turned away. */
    public sealed interface NoRoom {}

    /** What a call that has come in gets. */
    public sealed interface Admission {
        /** A place; close it when the call has ended. */
        record Admitted(Place place) implements Admission {}
    }

    /** {@code max-calls} reached: 503 with Retry-After. */
    public record Full(int maxCalls) implements NoRoom, Admission {}

    /** There is room, but the machine does not keep up: 503 with Retry-After. */
    public record Overloaded(String why) implements NoRoom {}

    /** The server is about to stop: 503. */
    public record Draining() implements NoRoom, Admission {}

    /** So few calls are no load: whatever holds the machine up, refusing them would not help. */
    static final int ALWAYS_WELCOME = 20;

    private final int maxCalls;
    private final Pressure pressure;
    private final ConcurrentHashMap<CallId, LiveCall> live = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    /** Both are written under the lock; the door reads them without, for it must never wait for a thread that lost its processor. */
    private volatile int taken;

    private volatile boolean draining;

    /** @param pressure of the machine; while it is too high nobody is let in at the door */
    public CallRegistry(int maxCalls, Pressure pressure) {
        if (maxCalls < 1) {
            throw new IllegalArgumentException("max-calls is too small: " + maxCalls + "; expected 1 or more");
        }
        this.maxCalls = maxCalls;
        this.pressure = pressure;
    }

    /**
     * Takes a place before anything is spent on the call. That the machine does not keep up is no reason here: a call that was let in
     * at the door and has waited for a processor since is served, for a refusal that comes late serves nobody.
     */
    public Admission admit() {
        lock.lock();
        try {
            if (draining) {
                return new Draining();
            }
            if (taken >= maxCalls) {
                return new Full(maxCalls);
            }
            taken++;
            return new Admission.Admitted(new Place());
        } finally {
            lock.unlock();
        }
    }

    /** Why a call that comes now is to be refused at the door, before it waits for anything; empty while there is room. */
    public Optional<NoRoom> noRoom() {
        if (draining) {
            return Optional.of(new Draining());
        }
        if (taken >= maxCalls) {
            return Optional.of(new Full(maxCalls));
        }
        return taken < ALWAYS_WELCOME ? Optional.empty() : pressure.tooHigh().map(Overloaded::new);
    }

    /** Calls that hold a place. */
    public int size() {
        return taken;
    }

    public int maxCalls() {
        return maxCalls;
    }

    public Optional<LiveCall> find(CallId id) {
        return Optional.ofNullable(live.get(id));
    }

    public Collection<LiveCall> liveCalls() {
        return List.copyOf(live.values());
    }

    /** From now on nobody is admitted. */
    public void drain() {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the last call has ended. False if some are left after {@code nanos}. */
    public boolean awaitEmpty(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (taken > 0) {
                if (left <= 0) {
                    return false;
                }
                left = empty.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all calls that are left. */
    public void terminateAll(CallSignal.Terminate.Reason reason) {
        for (LiveCall call : live.values()) {
            call.mailbox().post(new CallSignal.Terminate(reason));
        }
    }

    /** A call's place; closing it twice gives it back once. */
    public final class Place implements AutoCloseable {
        private boolean closed;
        private @Nullable CallId id;

        private Place() {}

        /** Makes the call visible to others. */
        public void occupy(LiveCall call) {
            id = call.context().id();
            live.put(call.context().id(), call);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                closed = true;
                taken--;
                if (taken == 0) {
                    empty.signalAll();
                }
            } finally {
                lock.unlock();
            }
            CallId occupied = id;
            if (occupied != null) {
                live.remove(occupied);
            }
        }
    }
}
