package org.voicesecretary.sip;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.voicesecretary.sip.time.Timers;

/** Waiting for something with a deadline of the {@link Timers} port, so that tests can move it. */
final class Waiting {

    private Waiting() {}

    /** The value, or empty when the time passed first. */
    static <T> Optional<T> await(Timers timers, CompletableFuture<T> future, Duration timeout)
            throws InterruptedException {
        if (future.isDone()) {
            return Optional.of(get(future));
        }
        var first = new CompletableFuture<Optional<T>>();
        future.thenAccept(value -> first.complete(Optional.of(value)));
        var deadline = timers.schedule(timeout, () -> first.complete(Optional.empty()));
        try {
            return get(first);
        } finally {
            deadline.cancel();
        }
    }

    /** Waits without a deadline, for what is certain to come. */
    static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("completed with a failure, which nobody does here", e);
        }
    }

    /** Lets the time pass. */
    static void pause(Timers timers, Duration duration) throws InterruptedException {
        var over = new CompletableFuture<Boolean>();
        timers.schedule(duration, () -> over.complete(true));
        get(over);
    }
}
