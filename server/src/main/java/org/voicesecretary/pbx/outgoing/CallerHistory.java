package org.voicesecretary.pbx.outgoing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The calls out of one extension within the last day. Guarded by itself. */
final class CallerHistory {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Set<Permit> live = new HashSet<>();
    private final Map<Permit, Instant> talking = new HashMap<>();
    private final Deque<Instant> begun = new ArrayDeque<>();
    private final Deque<Talk> talks = new ArrayDeque<>();
    private final Map<BlockReason, Instant> alerted = new HashMap<>();

    private record Talk(Instant from, Instant to) {
        Duration within(Instant since, Instant until) {
            Instant first = from.isBefore(since) ? since : from;
            Instant last = to.isAfter(until) ? until : to;
            return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
        }
    }

    /** What stands in the way of one more call. */
    Optional<BlockReason> exhausted(CallLimits limits, Instant now) {
        forget(now);
        if (live.size() >= limits.calls()) {
            return Optional.of(BlockReason.CALLS_AT_ONCE);
        }
        if (begun.size() >= limits.perHour()) {
            return Optional.of(BlockReason.CALLS_PER_HOUR);
        }
        return left(limits, now).isZero() ? Optional.of(BlockReason.MINUTES_PER_DAY) : Optional.empty();
    }

    void begin(Permit permit, Instant now) {
        live.add(permit);
        begun.add(now);
    }

    void talking(Permit permit, Instant since) {
        talking.put(permit, since);
    }

    void ended(Permit permit, Instant now) {
        live.remove(permit);
        Instant since = talking.remove(permit);
        if (since != null) {
            talks.add(new Talk(since, now));
        }
    }

    /** A call of an earlier run of the program. */
    void remember(Instant began, Optional<Instant> answered, Instant ended) {
        begun.add(began);
        answered.ifPresent(since -> talks.add(new Talk(since, ended)));
    }

    /** Of the minutes of a day; never negative. */
    Duration left(CallLimits limits, Instant now) {
        Instant since = now.minus(DAY);
        Duration used = Duration.ZERO;
        for (Talk talk : talks) {
            used = used.plus(talk.within(since, now));
        }
        for (Instant from : talking.values()) {
            used = used.plus(new Talk(from, now).within(since, now));
        }
        Duration left = Duration.ofMinutes(limits.minutesPerDay()).minus(used);
        return left.isNegative() ? Duration.ZERO : left;
    }

    int conversations() {
        return talking.size();
    }

    /** True once an hour for each reason. */
    boolean alert(BlockReason reason, Instant now) {
        Instant last = alerted.get(reason);
        if (last != null && now.isBefore(last.plus(HOUR))) {
            return false;
        }
        alerted.put(reason, now);
        return true;
    }

    private void forget(Instant now) {
        begun.removeIf(at -> !at.isAfter(now.minus(HOUR)));
        talks.removeIf(talk -> !talk.to.isAfter(now.minus(DAY)));
    }
}
