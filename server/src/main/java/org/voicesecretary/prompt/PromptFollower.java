package org.voicesecretary.prompt;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.AccountSnapshot;

/**
 * Keeps the prompts in step with the accounts on a thread of its own, so that nobody waits for speech. Of several changes only
 * the newest is followed; what could not be made ready is tried again until it can.
 */
public final class PromptFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PromptFollower.class);

    /** How far it is. */
    public sealed interface State {
        /** The newest accounts are being made ready. */
        record Following() implements State {}

        /** @param problems what callers cannot hear yet, in words; empty = everything is ready */
        record Followed(List<String> problems) implements State {}
    }

    private record Done(AccountSnapshot accounts, List<String> problems) {}

    private final AccountPrompts prompts;
    private final Duration again;
    private final AtomicReference<@Nullable AccountSnapshot> newest = new AtomicReference<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("prompts").factory());
    private volatile @Nullable Done done;
    private @Nullable ScheduledFuture<?> retry; // of the thread alone

    /** @param again after so long what could not be made ready is tried again */
    public PromptFollower(AccountPrompts prompts, Duration again) {
        this.prompts = prompts;
        this.again = again;
    }

    /** Makes ready what these accounts say, soon; older accounts than those that were given before are ignored. */
    public void follow(AccountSnapshot accounts) {
        newest.accumulateAndGet(accounts, PromptFollower::newer);
        try {
            thread.execute(this::catchUp);
        } catch (RejectedExecutionException e) {
            LOG.debug("accounts changed while the program ends");
        }
    }

    public State state() {
        Done last = done;
        return last == null || last.accounts() != newest.get()
                ? new State.Following()
                : new State.Followed(last.problems());
    }

    /**
     * Waits until any accounts were followed to the end.
     *
     * @return false if that takes longer
     */
    public boolean awaitFirst(Duration atMost) throws InterruptedException {
        return first.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static AccountSnapshot newer(@Nullable AccountSnapshot known, @Nullable AccountSnapshot given) {
        if (known == null || given != null && given.version() >= known.version()) {
            return Objects.requireNonNull(given, "follow() gives one");
        }
        return known;
    }

    private void catchUp() {
        AccountSnapshot accounts = newest.get();
        Done last = done;
        if (accounts == null
                || last != null
                        && last.accounts() == accounts
                        && last.problems().isEmpty()) {
            return;
        }
        try {
            List<String> problems = prompts.follow(accounts, () -> newest.get() == accounts);
            if (newest.get() != accounts) {
                return; // its own turn is already waiting
            }
            if (last == null || !last.problems().equals(problems)) {
                problems.stream().distinct().forEach(problem -> LOG.error("not ready to be heard: {}", problem));
            }
            finish(new Done(accounts, List.copyOf(problems)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("prompts could not be made ready", e);
            finish(new Done(accounts, List.of("prompts could not be made ready: " + e)));
        }
    }

    private void finish(Done now) {
        done = now;
        first.countDown();
        if (retry != null) {
            retry.cancel(false);
        }
        if (!now.problems().isEmpty() && !thread.isShutdown()) {
            retry = thread.schedule(this::catchUp, again.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
