package org.voicesecretary.sip;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to the listener of one call: events in order, one at a time, the end exactly once and last. A virtual thread exists only
 * while there is an event to tell.
 */
final class Leg {

    private static final Logger log = LoggerFactory.getLogger(Leg.class);

    /** A peer that floods a call must not fill the memory. */
    private static final int MAX_UNTOLD = 256;

    private final ArrayDeque<Consumer<CallListener>> events = new ArrayDeque<>();
    private final CompletableFuture<DialogEnd> ended = new CompletableFuture<>();
    private @Nullable CallListener listener;
    private boolean telling;

    /** Events wait until this is called; the first listener stays. */
    void listen(CallListener first) {
        synchronized (this) {
            if (listener == null) {
                listener = first;
            }
            if (events.isEmpty() || telling) {
                return;
            }
            telling = true;
        }
        tellOnNewThread();
    }

    /** Who is told; null where nobody listens yet. */
    synchronized @Nullable CallListener listener() {
        return listener;
    }

    /** @return false when it will never be told: the call is over, or a listener that blocks has left too many untold */
    boolean post(Consumer<CallListener> event) {
        synchronized (this) {
            if (ended.isDone() || events.size() >= MAX_UNTOLD) {
                return false;
            }
            events.add(event);
            if (listener == null || telling) {
                return true;
            }
            telling = true;
        }
        tellOnNewThread();
        return true;
    }

    /**
     * The call is over.
     *
     * @return false when it was over before, which leaves everything as it was
     */
    boolean end(DialogEnd end) {
        if (!claim(end)) {
            return false;
        }
        announce(end);
        return true;
    }

    /** The first half of {@link #end}: from now on it is over, but the listener does not know yet. */
    synchronized boolean claim(DialogEnd end) {
        return !ended.isDone() && ended.complete(end);
    }

    /** The second half of {@link #end}, once everything is cleared away. */
    void announce(DialogEnd end) {
        synchronized (this) {
            events.add(last -> last.onEnded(end));
            if (listener == null || telling) {
                return;
            }
            telling = true;
        }
        tellOnNewThread();
    }

    Optional<DialogEnd> ended() {
        return Optional.ofNullable(ended.getNow(null));
    }

    private void tellOnNewThread() {
        Thread.ofVirtual().name("sip-call").start(this::tell);
    }

    private void tell() {
        while (true) {
            Consumer<CallListener> event;
            CallListener to;
            synchronized (this) {
                event = events.poll();
                to = listener;
                if (event == null || to == null) {
                    telling = false;
                    return;
                }
            }
            try {
                event.accept(to);
            } catch (RuntimeException e) {
                log.error("a call listener failed: {}", e, e);
            }
        }
    }
}
