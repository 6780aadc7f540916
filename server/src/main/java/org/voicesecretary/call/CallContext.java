package org.voicesecretary.call;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.CallStart;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutStart;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;
import org.voicesecretary.timeline.CallId;

/**
 * What does not change during a call, and the events that are written from it.
 *
 * @param callerId digits without {@code +}; {@code 0} if the caller is anonymous
 * @param calledDid the number that was called, without {@code +}
 * @param start arrival of the INVITE
 */
public record CallContext(
        CallId id, CallKind kind, String callerId, String calledDid, Instant start, NumberSettings number) {
    /** A call from outside. */
    public CallContext(CallId id, String callerId, String calledDid, Instant start, NumberSettings number) {
        this(id, new CallKind.Incoming(), callerId, calledDid, start, number);
    }

    /** {@code call_start}: wall clock of the account's time zone. */
    public String callStart() {
        return CallStart.format(start, number.zone());
    }

    public NotifyStart notifyStart() {
        return new NotifyStart(callStart(), id.text(), callerId, calledDid);
    }

    public NotifyIvr notifyIvr(
            List<AnnouncementKind> completed, @Nullable WaitDtmfResult entered, boolean redirectNoAnswer) {
        return new NotifyIvr(callStart(), id.text(), callerId, calledDid, completed, entered, redirectNoAnswer);
    }

    /** What is told when a call begins, beside the question to its script; empty where nothing is. */
    public Optional<WebhookEvent> began() {
        return switch (kind) {
            case CallKind.Incoming(), CallKind.Internal _ -> Optional.empty();
            case CallKind.Outgoing(var extension) ->
                Optional.of(new NotifyOutStart(callStart(), id.text(), callerId, calledDid, extension));
        };
    }

    /**
     * What is told when a call is over; empty where nothing is.
     *
     * @param extension who took the call, null where nobody did
     * @param durationSeconds whole seconds since the 200 OK, 0 if there was none
     * @param recording {@code call_id_with_rec}, null where nothing was recorded
     */
    public Optional<WebhookEvent> ended(
            @Nullable String extension, long durationSeconds, EndStatus status, @Nullable String recording) {
        return switch (kind) {
            case CallKind.Incoming() -> Optional.of(notifyEnd(extension, durationSeconds, status, recording));
            case CallKind.Internal _ -> Optional.empty();
            case CallKind.Outgoing(var from) ->
                Optional.of(new NotifyOutEnd(
                        callStart(),
                        id.text(),
                        callerId,
                        calledDid,
                        from,
                        durationSeconds,
                        status.disposition(),
                        status.cause().code(),
                        recording != null,
                        recording));
        };
    }

    /** @param durationSeconds whole seconds since the 200 OK, 0 if there was none */
    public NotifyEnd notifyEnd(long durationSeconds, EndStatus status) {
        return notifyEnd(null, durationSeconds, status, null);
    }

    /**
     * @param extension who took the call, null where nobody did
     * @param durationSeconds whole seconds since the 200 OK, 0 if there was none
     */
    private NotifyEnd notifyEnd(
            @Nullable String extension, long durationSeconds, EndStatus status, @Nullable String recording) {
        return new NotifyEnd(
                callStart(),
                id.text(),
                callerId,
                calledDid,
                extension,
                durationSeconds,
                status.disposition(),
                status.cause().code(),
                recording != null,
                recording);
    }
}
