package org.voicesecretary.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

@Tag("unit")
class CallMetersTest {
    private final Metrics metrics = new Metrics();
    private final CallTimeline timeline = new CallTimeline(
            new CallId("in_" + "0a".repeat(20)), Instant.EPOCH, () -> 0, List.of(new CallMeters(metrics.registry())));

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void aCallsTimelineIsCountedByWhatItTells() {
        timeline.add(new TimelineEvent.CallStarted("442037691880", "442037691884"));
        timeline.add(new TimelineEvent.Answered());
        timeline.add(new TimelineEvent.WebhookReply("NOTIFY_START", 1, 120, 200, "{}"));
        timeline.add(new TimelineEvent.WebhookFailure("NOTIFY_IVR", 1, 2_000, "connection refused"));
        timeline.add(new TimelineEvent.FillerPlayed(""));
        timeline.add(new TimelineEvent.Fault(FaultKind.SCRIPT, "script", "status 500", ""));
        timeline.add(new TimelineEvent.StepTimings(1, 1_600, 1_500, 180L));
        timeline.add(new TimelineEvent.StepTimings(2, 0, 0, null));
        timeline.add(new TimelineEvent.Ended("apology spoken", "answered", 16, "robot", FaultKind.SCRIPT, 7));

        assertThat(metrics.registry().scrape())
                .contains(
                        "calls_started_total 1.0",
                        "calls_answered_total 1.0",
                        "script_reply_seconds_bucket{le=\"0.1\"} 0",
                        "script_reply_seconds_bucket{le=\"0.2\"} 1",
                        "script_failures_total 1.0",
                        "calls_fillers_total 1.0",
                        "calls_faults_total{kind=\"script\"} 1.0",
                        "calls_faults_total{kind=\"caller\"} 0.0",
                        "caller_silence_seconds_bucket{le=\"1.0\"} 1",
                        "caller_silence_seconds_bucket{le=\"1.5\"} 2",
                        "key_to_sound_seconds_count 1",
                        "calls_ended_total{disposition=\"answered\",fault=\"script\"} 1.0");
    }
}
