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

    private Eventually() {}

    /** What {@code look} finds in the end. */
    static <T> T get(String what, Duration within, Supplier<Optional<T>> look) throws InterruptedException {
        var never = new CountDownLatch(1);
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - deadline > 0 || never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("did not come true within " + within + ": " + what);
            }
        }
    }

    static void holds(String what, Duration within, BooleanSupplier condition) throws InterruptedException {
        get(what, within, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
