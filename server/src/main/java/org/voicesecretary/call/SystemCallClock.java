package org.voicesecretary.call;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** The real clock: virtual threads that really wait. */
public final class SystemCallClock implements CallClock {
    private final InstantSource wall = InstantSource.system();

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return wall.instant();
    }

    @Override
    public void park(long deadlineNanos) {
        LockSupport.parkNanos(this, deadlineNanos - nanoTime());
    }

    @Override
    public void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }

    @Override
    public void background(Runnable work, Runnable done) {
        Thread.startVirtualThread(() -> {
            try {
                work.run();
            } finally {
                done.run();
            }
        });
    }
}
