package org.voicesecretary.call;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Work beside the call whose end arrives as {@link CallSignal.WorkDone} in the mailbox. */
public final class Pending<T> {
    private volatile @Nullable T result;
    private volatile @Nullable Throwable failure;
    private volatile boolean ended;

    private Pending() {}

    public static <T> Pending<T> start(CallClock clock, Mailbox mailbox, Callable<T> work) {
        var pending = new Pending<T>();
        clock.background(() -> pending.run(work), () -> {
            pending.ended = true;
            mailbox.post(new CallSignal.WorkDone(pending));
        });
        return pending;
    }

    /**
     * The result, once the signal has come.
     *
     * @throws ExecutionException if the work threw
     */
    public T result() throws ExecutionException {
        T value = result;
        if (value == null) {
            throw new ExecutionException("work beside the call brought no result", failure);
        }
        return value;
    }

    /** Whether the work has ended, well or not. */
    public boolean ended() {
        return ended;
    }

    private void run(Callable<T> work) {
        try {
            result = work.call();
        } catch (Throwable e) { // even an Error must not leave the call waiting
            failure = e;
        }
    }
}
