package org.voicesecretary.cdr;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.EventSink;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineSink;
import org.voicesecretary.webhook.OutboxEvent;

/**
 * One call's line in the books. It reads from the timeline when the call was answered and how it ended; when the engine then tells
 * that it is over, record and event are stored as one, and only then does the engine go on.
 */
public final class CallLedger implements TimelineSink, EventSink {
    private final CallRecords records;
    private final CallRecord opened;
    private volatile @Nullable Instant answeredAt;
    private volatile CallRecord.@Nullable End end;
    private volatile boolean confidential;

    private CallLedger(CallRecords records, CallRecord opened) {
        this.records = records;
        this.opened = opened;
    }

    /**
     * Opens the books for a call that has just started.
     *
     * @param source address that the INVITE came from
     */
    public static CallLedger open(CallRecords records, CallContext call, long pbxId, String source) {
        return new CallLedger(
                records,
                records.started(call.id().text(), pbxId, call.callerId(), call.calledDid(), source, call.start()));
    }

    /** Names the call inside the database; the timeline's rows carry it. */
    public long callNo() {
        return opened.callNo();
    }

    @Override
    public void accept(TimelineEntry entry) {
        if (entry.event() instanceof TimelineEvent.Answered) {
            answeredAt = entry.at();
            records.answered(opened.callNo(), entry.at());
        } else if (entry.event() instanceof TimelineEvent.Collected collected
                && collected.digits().contains(TimelineEvent.KeyPressed.HIDDEN)) {
            confidential = true;
        } else if (entry.event() instanceof TimelineEvent.Ended ended) {
            FaultKind fault = ended.fault();
            end = new CallRecord.End(
                    entry.at(),
                    ended.durationSeconds(),
                    ended.disposition(),
                    ended.q931(),
                    ended.hungUpBy(),
                    fault == null ? null : fault.word());
        }
    }

    @Override
    public void tell(CallContext call, WebhookEvent event) {
        records.told(outgoing(call, event));
    }

    @Override
    public void ended(CallContext call, Optional<WebhookEvent> event) {
        records.ended(completed(), event.map(told -> outgoing(call, told)).orElse(List.of()));
    }

    private List<OutboxEvent> outgoing(CallContext call, WebhookEvent event) {
        WebhookEndpoint endpoint = call.number().webhook();
        return endpoint == null || !endpoint.wants(event.type())
                ? List.of()
                : List.of(OutboxEvent.of(opened.origin(confidential), endpoint, event));
    }

    private CallRecord completed() {
        CallRecord.End how = end;
        if (how == null) {
            throw new IllegalStateException(
                    "call " + opened.callId() + " is told to have ended before its timeline says so");
        }
        return opened.withEnd(answeredAt, how);
    }
}
