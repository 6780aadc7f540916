package org.voicesecretary.call;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.CallStart;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;
import org.voicesecretary.timeline.CallId;

/**
 * What does not change during a call, and the events that are written from it.
 *
 * @param callerId digits without {@code +}; {@code 0} if the caller is anonymous
 * @param calledDid the number that was called, without {@code +}
 * @param start arrival of the INVITE
 */
public record CallContext(CallId id, String callerId, String calledDid, Instant start, NumberSettings number) {

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

    /** @param durationSeconds whole seconds since the 200 OK, 0 if there was none */
    public NotifyEnd notifyEnd(long durationSeconds, EndStatus status) {
        return new NotifyEnd(
                callStart(),
                id.text(),
                callerId,
                calledDid,
                null,
                durationSeconds,
                status.disposition(),
                status.cause().code(),
                false,
                null);
    }
}
