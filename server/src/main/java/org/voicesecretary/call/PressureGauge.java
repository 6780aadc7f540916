package org.voicesecretary.call;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.clock.LatenessSnapshot;

/**
 * Measures {@link Pressure} while the server runs: a thread like those of calls that wants to wake up at certain times tells, by how
 * late it does, how long every call waits for a processor.
 */
public final class PressureGauge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PressureGauge.class);
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PACKETS_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Pressure pressure;
    private final CallClock clock;
    private final Supplier<LatenessSnapshot> packets;
    private final Thread thread;
    private volatile boolean closed;
    private boolean told;

    private PressureGauge(Pressure pressure, CallClock clock, Supplier<LatenessSnapshot> packets) {
        this.pressure = pressure;
        this.clock = clock;
        this.packets = packets;
        this.thread = Thread.ofVirtual().name("pressure").unstarted(this::run);
    }

    /** @param packets how late all packets were that have been sent so far */
    public static PressureGauge start(Pressure pressure, CallClock clock, Supplier<LatenessSnapshot> packets) {
        var gauge = new PressureGauge(pressure, clock, packets);
        gauge.thread.start();
        return gauge;
    }

    private void run() {
        LatenessSnapshot before = packets.get();
        long countedAt = clock.nanoTime();
        while (!closed) {
            long due = clock.nanoTime() + EVERY_NANOS;
            while (clock.nanoTime() - due < 0) {
                clock.park(due);
            }
            long now = clock.nanoTime();
            pressure.waited(now - due);
            if (now - countedAt >= PACKETS_EVERY_NANOS) {
                LatenessSnapshot sent = packets.get();
                LatenessSnapshot lately = sent.minus(before);
                pressure.sent(lately.total(), lately.percentileMicros(0.99));
                before = sent;
                countedAt = now;
            }
            tell();
        }
    }

    private void tell() {
        boolean high = pressure.tooHigh().isPresent();
        if (high != told) {
            told = high;
            LOG.warn(
                    "{}",
                    pressure.tooHigh()
                            .map(why -> "new calls are refused for now: " + why)
                            .orElse("the machine keeps up again: new calls are welcome"));
        }
    }

    /** Measures no more. */
    @Override
    public void close() {
        closed = true;
    }
}
