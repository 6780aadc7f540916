package org.voicesecretary.call;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether the machine keeps up with its calls. Two things tell it before callers do: how long work that is ready waits for a
 * processor, since every step of a new call will wait as long; and how late sound leaves. A delay counts when it stands: a single
 * one is a pause of the garbage collector or a burst. Once the machine is behind, it has caught up only at half the limit.
 * One thread measures, any thread asks.
 */
public final class Pressure {
    /** So many measurements in a row make a delay that stands. */
    private static final int STANDING = 3;
    /** Fewer in one measurement say nothing: that is the sound of twenty calls. */
    private static final long TELLING_PACKETS = 200;

    private final long waitLimitNanos;
    private final long lateLimitMicros;
    private int longWaits;
    private int lateSpans;
    private volatile boolean waiting;
    private volatile boolean late;

    /**
     * @param waits how long ready work may wait
     * @param packetsLate how late one packet in a hundred may be
     */
    public Pressure(Duration waits, Duration packetsLate) {
        this.waitLimitNanos = waits.toNanos();
        this.lateLimitMicros = TimeUnit.NANOSECONDS.toMicros(packetsLate.toNanos());
    }

    /** Work that was ready waited so long. */
    void waited(long nanos) {
        if (nanos > waitLimitNanos) {
            longWaits = Math.min(longWaits + 1, STANDING);
            waiting |= longWaits == STANDING;
        } else {
            longWaits = 0;
            waiting &= nanos > waitLimitNanos / 2;
        }
    }

    /** Since the measurement before, so many packets were sent, all but one in a hundred at most so late. */
    void sent(long packets, long percentile99Micros) {
        boolean telling = packets >= TELLING_PACKETS;
        if (telling && percentile99Micros > lateLimitMicros) {
            lateSpans = Math.min(lateSpans + 1, STANDING);
            late |= lateSpans == STANDING;
        } else {
            lateSpans = 0;
            late &= telling && percentile99Micros > lateLimitMicros / 2;
        }
    }

    /** Why no further call should come in, in words; empty while the machine keeps up. */
    public Optional<String> tooHigh() {
        if (waiting) {
            return Optional.of("work waits more than " + TimeUnit.NANOSECONDS.toMillis(waitLimitNanos)
                    + " ms for a processor (overload.waits)");
        }
        if (late) {
            return Optional.of("more than 1 % of the packets are sent later than "
                    + TimeUnit.MICROSECONDS.toMillis(lateLimitMicros) + " ms (overload.packets-late)");
        }
        return Optional.empty();
    }
}
