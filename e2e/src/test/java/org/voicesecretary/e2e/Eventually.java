package org.voicesecretary.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or process brings about. */
final class Eventually {
    private static final int LOOK_EVERY_MILLIS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Eventually() {}

    /** What is looked at again and again, by means that may fail. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** What {@code look} finds in the end. */
    static <T> T get(String what, Duration within, Supplier<Optional<T>> look) throws InterruptedException {
        return get(() -> what, within, look);
    }

    private static <T> T get(Supplier<String> what, Duration within, Supplier<Optional<T>> look)
            throws InterruptedException {
        var never = new CountDownLatch(1);
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - deadline > 0 || never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("did not come true within " + within + ": " + what.get());
            }
        }
    }

    static void holds(String what, Duration within, BooleanSupplier condition) throws InterruptedException {
        get(what, within, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The condition comes true within 10 s. */
    static void that(String what, Condition condition) throws InterruptedException {
        that(() -> what, condition);
    }

    /** @param what told at the end, if it did not come true */
    static void that(Supplier<String> what, Condition condition) throws InterruptedException {
        get(what, PATIENCE, () -> test(condition) ? Optional.of(true) : Optional.empty());
    }

    private static boolean test(Condition condition) {
        try {
            return condition.holds();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
