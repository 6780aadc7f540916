package org.voicesecretary.cdr;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What one call, or one input within it, adds to the counters.
 *
 * @param subject a number, an extension, or the name of a step
 * @param outcome of a step: the key that was pressed, {@code nothing}, or {@code input} for longer or hidden ones; else empty
 * @param seconds of talk
 */
record CallCount(CounterKind kind, String subject, String outcome, boolean answered, long seconds) {
    private static final int SECONDS_PER_HOUR = 3600;

    static CallCount ofCall(CallRecord call, CallRecord.End end) {
        boolean answered = call.answeredAt() != null;
        return switch (call.direction()) {
            case IN -> new CallCount(CounterKind.NUMBER, call.called(), "", answered, end.durationSeconds());
            case OUT, INTERNAL ->
                new CallCount(
                        CounterKind.EXTENSION,
                        call.extension() == null ? call.caller() : call.extension(),
                        "",
                        answered,
                        end.durationSeconds());
        };
    }

    /** The hour on the wall clock of the account: hours since 1970 there. The hour that comes twice in autumn is one. */
    static long hour(Instant at, ZoneId zone) {
        return Math.floorDiv(LocalDateTime.ofInstant(at, zone).toEpochSecond(ZoneOffset.UTC), SECONDS_PER_HOUR);
    }

    /** The beginning of such an hour. */
    static LocalDateTime beginOf(long hour) {
        return LocalDateTime.ofEpochSecond(hour * SECONDS_PER_HOUR, 0, ZoneOffset.UTC);
    }
}
