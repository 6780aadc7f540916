package org.voicesecretary.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineSink;

/** Writes each attempt onto the timeline of its call, which has usually ended by then, and may have done so in an earlier run. */
public final class DeliveryTimeline implements DeliveryWatch {
    private static final int EXCERPT = 2000;

    private final LongFunction<TimelineSink> stored;
    private final List<TimelineSink> watchers;

    /**
     * @param stored where entries after the end are kept, by the call's number
     * @param watchers who sees them live
     */
    public DeliveryTimeline(LongFunction<TimelineSink> stored, List<TimelineSink> watchers) {
        this.stored = stored;
        this.watchers = List.copyOf(watchers);
    }

    @Override
    public void attempted(OutboxEvent event, int attempt, Instant began, Duration latency, DeliveryOutcome outcome) {
        add(event, attempt, began, entry(event, attempt, latency.toMillis(), outcome));
    }

    @Override
    public void switchedOff(OutboxEvent event, int attempt, EndpointTrouble trouble) {
        var fault = new TimelineEvent.Fault(
                FaultKind.SCRIPT,
                "script " + trouble.url(),
                "has taken no event since " + trouble.failingSince() + " and is switched off (the last attempt: "
                        + trouble.problem() + ")",
                "mend it, then switch it on again");
        add(event, attempt, trouble.lastEvent(), fault);
    }

    private void add(OutboxEvent event, int attempt, Instant at, TimelineEvent what) {
        long offset = Math.max(
                0, Duration.between(IdSequence.madeAt(event.callNo()), at).toMillis());
        var entry =
                new TimelineEntry(new CallId(event.callId()), TimelineEntry.AFTER_THE_CALL + attempt, offset, at, what);
        if (event.callNo() != 0) {
            stored.apply(event.callNo()).accept(entry);
        }
        watchers.forEach(watcher -> watcher.accept(entry));
    }

    private static TimelineEvent entry(OutboxEvent event, int attempt, long millis, DeliveryOutcome outcome) {
        String url = event.url().toString();
        String body = excerpt(event.body());
        return switch (outcome) {
            case DeliveryOutcome.Delivered(var status, var text) ->
                new TimelineEvent.Delivery(event.event(), url, attempt, body, millis, status, excerpt(text));
            case DeliveryOutcome.Refused(var status, var text) ->
                new TimelineEvent.Delivery(event.event(), url, attempt, body, millis, status, excerpt(text));
            case DeliveryOutcome.Failed(var problem) ->
                new TimelineEvent.Delivery(event.event(), url, attempt, body, millis, null, problem);
            case DeliveryOutcome.SwitchedOff off ->
                new TimelineEvent.Delivery(event.event(), url, attempt, body, millis, null, off.problem());
        };
    }

    private static String excerpt(String text) {
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }
}
