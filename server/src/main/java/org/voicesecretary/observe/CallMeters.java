package org.voicesecretary.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineSink;

/** The figures of all calls, read from their timelines: what is told in one call is counted over all. */
public final class CallMeters implements TimelineSink {
    private final MeterRegistry meters;
    private final Counter started;
    private final Counter answered;
    private final Timer scriptReply;
    private final Counter scriptFailures;
    private final Counter lints;
    private final Counter fillers;
    private final Timer silence;
    private final Timer keyToSound;
    private final Map<FaultKind, Counter> faults = new EnumMap<>(FaultKind.class);

    public CallMeters(MeterRegistry meters) {
        this.meters = meters;
        this.started = meters.counter("calls.started");
        this.answered = meters.counter("calls.answered");
        this.scriptReply = timer("script.reply", 50, 100, 200, 500, 1_000, 1_500, 2_000, 5_000);
        this.scriptFailures = meters.counter("script.failures");
        this.lints = meters.counter("script.lints");
        this.fillers = meters.counter("calls.fillers");
        this.silence = timer("caller.silence", 200, 500, 1_000, 1_500, 2_000, 5_000);
        this.keyToSound = timer("key.to.sound", 40, 100, 200, 500, 1_000, 2_000, 5_000);
        for (FaultKind kind : FaultKind.values()) {
            faults.put(kind, meters.counter("calls.faults", "kind", kind.word()));
        }
    }

    private Timer timer(String name, long... edgesMillis) {
        var edges = new Duration[edgesMillis.length];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Duration.ofMillis(edgesMillis[i]);
        }
        return Timer.builder(name).serviceLevelObjectives(edges).register(meters);
    }

    @Override
    public void accept(TimelineEntry entry) {
        switch (entry.event()) {
            case TimelineEvent.CallStarted ignored -> started.increment();
            case TimelineEvent.Answered ignored -> answered.increment();
            case TimelineEvent.WebhookReply reply -> scriptReply.record(reply.latencyMillis(), TimeUnit.MILLISECONDS);
            case TimelineEvent.WebhookFailure ignored -> scriptFailures.increment();
            case TimelineEvent.FillerPlayed ignored -> fillers.increment();
            case TimelineEvent.Lint ignored -> lints.increment();
            case TimelineEvent.Fault fault -> count(fault.kind());
            case TimelineEvent.StepTimings step -> {
                silence.record(step.longestSilenceMillis(), TimeUnit.MILLISECONDS);
                Long millis = step.digitToAudioMillis();
                if (millis != null) {
                    keyToSound.record(millis, TimeUnit.MILLISECONDS);
                }
            }
            case TimelineEvent.Ended ended -> {
                FaultKind fault = ended.fault();
                meters.counter(
                                "calls.ended",
                                "disposition",
                                ended.disposition(),
                                "fault",
                                fault == null ? "none" : fault.word())
                        .increment();
            }
            case TimelineEvent.Connected ignored -> {}
            case TimelineEvent.LegEnded ignored -> {}
            case TimelineEvent.SipMessage ignored -> {}
            case TimelineEvent.WebhookRequest ignored -> {}
            case TimelineEvent.Said ignored -> {}
            case TimelineEvent.BargedIn ignored -> {}
            case TimelineEvent.KeyPressed ignored -> {}
            case TimelineEvent.Collected ignored -> {}
            case TimelineEvent.CallerNamed ignored -> {}
            case TimelineEvent.Note ignored -> {}
            case TimelineEvent.Delivery ignored -> {}
        }
    }

    private void count(FaultKind kind) {
        Counter counter = faults.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }
}
