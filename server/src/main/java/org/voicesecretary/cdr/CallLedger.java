package org.voicesecretary.cdr;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final int LONGEST_PARTY = 200;

    private final CallRecords records;
    private final CallRecord opened;
    private final ZoneId zone;
    private final List<CallRecord.Leg> legs = new CopyOnWriteArrayList<>();
    private final StepCounts steps = new StepCounts();
    private volatile @Nullable Instant answeredAt;
    private volatile CallRecord.@Nullable End end;
    private volatile boolean confidential;

    private CallLedger(CallRecords records, CallRecord opened, ZoneId zone) {
        this.records = records;
        this.opened = opened;
        this.zone = zone;
    }

    /**
     * Opens the books for a call that has just started.
     *
     * @param source address that the INVITE came from
     */
    public static CallLedger open(CallRecords records, CallContext call, long pbxId, String source) {
        return new CallLedger(
                records,
                records.started(number -> new CallRecord(
                        number,
                        call.id().text(),
                        pbxId,
                        CallDirection.of(call.kind()),
                        call.callerId(),
                        call.calledDid(),
                        call.kind().from().orElse(null),
                        source,
                        call.start(),
                        null,
                        null)),
                call.number().zone());
    }

    /** Names the call inside the database; the timeline's rows carry it. */
    public long callNo() {
        return opened.callNo();
    }

    /** Whose events they are that are told from now on. */
    public OutboxEvent.Origin origin() {
        return opened.origin(confidential);
    }

    @Override
    public void accept(TimelineEntry entry) {
        if (entry.event() instanceof TimelineEvent.Answered) {
            answeredAt = entry.at();
            records.answered(opened.callNo(), entry.at());
        } else if (entry.event() instanceof TimelineEvent.Collected collected) {
            confidential |= collected.digits().contains(TimelineEvent.KeyPressed.HIDDEN);
            steps.add(collected);
        } else if (entry.event() instanceof TimelineEvent.LegEnded leg) {
            legs.add(leg(leg, entry.at()));
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
        CallRecord record = completed();
        records.ended(
                record,
                new CallRecords.Particulars(List.copyOf(legs), steps.all(), zone),
                event.map(told -> outgoing(call, told)).orElse(List.of()));
    }

    private static CallRecord.Leg leg(TimelineEvent.LegEnded leg, Instant endedAt) {
        Long talked = leg.talkMillis();
        Instant answered = talked == null ? null : endedAt.minusMillis(talked);
        return new CallRecord.Leg(
                StepCounts.cut(leg.label(), LONGEST_PARTY),
                leg.extension(),
                (answered == null ? endedAt : answered).minusMillis(leg.ringMillis()),
                answered,
                endedAt,
                leg.disposition(),
                leg.q931(),
                leg.endedBy());
    }

    private List<OutboxEvent> outgoing(CallContext call, WebhookEvent event) {
        WebhookEndpoint endpoint = call.number().webhook();
        return endpoint == null || !endpoint.wants(event.type())
                ? List.of()
                : List.of(OutboxEvent.of(origin(), endpoint, event));
    }

    private CallRecord completed() {
        CallRecord.End how = end;
        if (how == null) {
            throw new IllegalStateException(
                    "call " + opened.callId() + " is told to have ended before its timeline says so");
        }
        return opened.withEnd(
                answeredAt, opened.direction() == CallDirection.IN ? lastToTalk() : opened.extension(), how);
    }

    private @Nullable String lastToTalk() {
        return legs.stream()
                .filter(leg -> leg.answeredAt() != null && leg.extension() != null)
                .reduce((first, second) -> second)
                .map(CallRecord.Leg::extension)
                .orElse(null);
    }
}
