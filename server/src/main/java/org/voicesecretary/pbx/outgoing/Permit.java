package org.voicesecretary.pbx.outgoing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One call out that is allowed. Its owner says when it is answered and when it has ended, however it ends. */
public final class Permit {
    private final @Nullable CallerHistory history;
    private final InstantSource clock;
    private final CallLimits limits;
    private @Nullable Instant answeredAt;
    private boolean ended;

    /** @param history null = nothing is counted: a call for help */
    Permit(@Nullable CallerHistory history, InstantSource clock, CallLimits limits) {
        this.history = history;
        this.clock = clock;
        this.limits = limits;
    }

    public void answered() {
        if (history == null) {
            return;
        }
        synchronized (history) {
            if (answeredAt == null && !ended) {
                answeredAt = clock.instant();
                history.talking(this, answeredAt);
            }
        }
    }

    /** As often as you like; the first time counts. */
    public void ended() {
        if (history == null) {
            return;
        }
        synchronized (history) {
            if (!ended) {
                ended = true;
                history.ended(this, clock.instant());
            }
        }
    }

    /**
     * How long the call may go on as things are. Ask again when that has passed, since calls of yesterday have left the day by then
     * and other calls may have ended: zero = end it.
     */
    public Duration remaining() {
        if (history == null) {
            return Duration.ofDays(1);
        }
        synchronized (history) {
            Duration left = history.left(limits, clock.instant());
            return left.dividedBy(Math.max(1, history.conversations()));
        }
    }
}
