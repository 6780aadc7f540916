package org.voicesecretary.storage;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a condition that another thread brings about. */
public final class Eventually {
    private Eventually() {}

    /** Looks again and again for 10 s at most. */
    public static void holds(String what, BooleanSupplier condition) throws InterruptedException {
        var never = new CountDownLatch(1);
        for (int look = 0; look < 2_000; look++) {
            if (condition.getAsBoolean()) {
                return;
            }
            if (never.await(5, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError("did not come true: " + what);
    }
}
