package org.voicesecretary.cdr;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.webhook.OutboxEvent;

/**
 * One call in the records.
 *
 * @param callNo grows with time; names the call inside the database
 * @param callId {@code pbx_call_id}
 * @param caller digits, {@code 0} if anonymous
 * @param called the number that was called, without {@code +}
 * @param extension that calls or, of a call from outside, that has taken it; null = none
 * @param source address that the INVITE came from
 * @param answeredAt null = never
 * @param end null = still running, or the server was killed
 */
public record CallRecord(
        long callNo,
        String callId,
        long pbxId,
        CallDirection direction,
        String caller,
        String called,
        @Nullable String extension,
        String source,
        Instant startedAt,
        @Nullable Instant answeredAt,
        @Nullable End end) {
    /**
     * @param durationSeconds whole seconds since the answer, 0 if there was none
     * @param disposition in the protocol's words: {@code answered}, {@code busy} …
     * @param cause Q.931
     * @param endedBy {@code caller}, {@code callee} or {@code robot}
     * @param fault whose fault: one of the six kinds; null = nobody's
     */
    public record End(
            Instant at,
            long durationSeconds,
            String disposition,
            int cause,
            String endedBy,
            @Nullable String fault) {}

    /**
     * A phone that the call rang.
     *
     * @param party what was dialled
     * @param extension whose phone it is; null for numbers outside
     * @param startedAt when it was rung
     * @param answeredAt null = never
     * @param disposition in the protocol's words
     * @param cause Q.931
     * @param endedBy {@code caller}, {@code callee} or {@code robot}
     */
    public record Leg(
            String party,
            @Nullable String extension,
            Instant startedAt,
            @Nullable Instant answeredAt,
            Instant endedAt,
            String disposition,
            int cause,
            String endedBy) {}

    OutboxEvent.Origin origin(boolean confidential) {
        return new OutboxEvent.Origin(callNo, pbxId, confidential);
    }

    /** This call, ended. */
    CallRecord withEnd(@Nullable Instant answered, End how) {
        return withEnd(answered, extension, how);
    }

    /** @param takenBy the extension that it is the call of */
    CallRecord withEnd(@Nullable Instant answered, @Nullable String takenBy, End how) {
        return new CallRecord(
                callNo, callId, pbxId, direction, caller, called, takenBy, source, startedAt, answered, how);
    }
}
