package org.voicesecretary.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CallTimelineTest {
    private static final Instant START = Instant.parse("2025-03-04T09:11:12Z");

    private final CallId id = CallId.incoming(new SecureRandom());
    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final List<TimelineEntry> seen = new ArrayList<>();
    private final CallTimeline timeline = new CallTimeline(id, START, nanos::get, List.of(seen::add));

    @Test
    void entriesAreNumberedAndCarryTheirMillisecond() {
        timeline.add(new TimelineEvent.Answered());
        nanos.addAndGet(1_250_999_999L);
        timeline.add(new TimelineEvent.Note("later"));

        assertThat(seen).extracting(TimelineEntry::seq).containsExactly(1, 2);
        assertThat(seen).extracting(TimelineEntry::offsetMillis).containsExactly(0L, 1250L);
        assertThat(seen.getLast().at()).isEqualTo(START.plusMillis(1250));
        assertThat(seen.getLast().call()).isEqualTo(id);
    }

    @Test
    void entriesFromManyThreadsKeepOneOrder() throws Exception {
        var threads = IntStream.range(0, 8)
                .mapToObj(n -> Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 200; i++) {
                        nanos.addAndGet(1000);
                        timeline.add(new TimelineEvent.Note(n + "/" + i));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(seen).hasSize(1600);
        assertThat(seen).extracting(TimelineEntry::seq).isSorted().doesNotHaveDuplicates();
        assertThat(seen).extracting(TimelineEntry::offsetMillis).isSorted();
    }

    @Test
    void whatIsHiddenIsHiddenInEveryTextFromThenOn() {
        timeline.hide("4711");
        timeline.add(new TimelineEvent.WebhookRequest("NOTIFY_IVR", "http://h/", 1, "digits=4711"));
        timeline.add(new TimelineEvent.WebhookReply("NOTIFY_IVR", 1, 5, 200, "{\"ivr_saydigits\":\"4711\"}"));
        timeline.add(new TimelineEvent.Said("ivr_saytext", "You said 4711", "en"));
        timeline.add(new TimelineEvent.Lint("ivr_play", "rule", "4711", "4711", "4711"));
        timeline.add(new TimelineEvent.Note("4711"));
        timeline.add(new TimelineEvent.CallerNamed("4711"));
        timeline.add(new TimelineEvent.Fault(FaultKind.SCRIPT, "reply", "4711", "mend"));

        assertThat(seen.toString()).doesNotContain("4711").contains("digits=••••");
        assertThat(timeline.hides("4711")).isTrue();
    }

    @Test
    void aSecretTooShortToBeToldApartIsNotSearchedFor() {
        timeline.hide("1");
        timeline.add(new TimelineEvent.Note("101"));

        assertThat(seen.toString()).contains("101");
    }

    @Test
    void aSinkThatThrowsDisturbsNobody() {
        var others = new ArrayList<TimelineEntry>();
        TimelineSink broken = entry -> {
            throw new IllegalStateException("disk full");
        };
        new CallTimeline(id, START, nanos::get, List.of(broken, others::add)).add(new TimelineEvent.Answered());

        assertThat(others).hasSize(1);
    }

    @Test
    void callIdsAreFortyHexDigitsBehindTheirDirection() {
        assertThat(id.text()).matches("in_[0-9a-f]{40}");
        assertThat(CallId.outgoing(new SecureRandom()).text()).matches("out_[0-9a-f]{40}");
        assertThat(CallId.incoming(new SecureRandom())).isNotEqualTo(id);
        assertThatThrownBy(() -> new CallId("in_XYZ")).hasMessageContaining("'in_XYZ' is malformed");
    }
}
