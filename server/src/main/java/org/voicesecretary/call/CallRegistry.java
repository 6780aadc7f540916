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
    /** A call as others see it. Its mailbox is the only way to act on it. */
    public record LiveCall(CallContext context, Mailbox mailbox) {}

    /** The answer to a call at the door. */
    public sealed interface Admission {
        /** Come in; close it when the call has ended. */
        record Admitted(Place place) implements Admission {}

        /** {@code max-calls} reached: 503 with Retry-After. */
        record Full(int maxCalls) implements Admission {}

        /** There is room, but the machine does not keep up: 503 with Retry-After. */
        record Overloaded(String why) implements Admission {}

        /** The server is about to stop: 503. */
        record Draining() implements Admission {}
    }

    /** So few calls are no load: whatever holds the machine up, refusing them would not help. */
    static final int ALWAYS_WELCOME = 20;

    private final int maxCalls;
    private final Pressure pressure;
    private final ConcurrentHashMap<CallId, LiveCall> live = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private int taken;
    private boolean draining;

    /** @param pressure of the machine; while it is too high nobody is admitted */
    public CallRegistry(int maxCalls, Pressure pressure) {
        if (maxCalls < 1) {
            throw new IllegalArgumentException("max-calls is too small: " + maxCalls + "; expected 1 or more");
        }
        this.maxCalls = maxCalls;
        this.pressure = pressure;
    }

    /** Takes a place before anything is spent on the call. */
    public Admission admit() {
        lock.lock();
        try {
            Admission refusal = refusal();
            if (refusal != null) {
                return refusal;
            }
            taken++;
            return new Admission.Admitted(new Place());
        } finally {
            lock.unlock();
        }
    }

    /** Why {@link #admit} would refuse a call now; empty while there is room. */
    public Optional<Admission> noRoom() {
        lock.lock();
        try {
            return Optional.ofNullable(refusal());
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Admission refusal() {
        if (draining) {
            return new Admission.Draining();
        }
        if (taken >= maxCalls) {
            return new Admission.Full(maxCalls);
        }
        Optional<String> tooHigh = taken < ALWAYS_WELCOME ? Optional.empty() : pressure.tooHigh();
        return tooHigh.<Admission>map(Admission.Overloaded::new).orElse(null);
    }

    /** Calls that hold a place. */
    public int size() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
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
