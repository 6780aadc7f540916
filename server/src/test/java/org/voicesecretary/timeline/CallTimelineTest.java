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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You said 1 0 4 2.",
                "10-42",
                "{\"ivr_saynumber\":1042}",
                "1042#",
                "00 10 42, thank you",
                "the number 1,042",
                "x1042x"
            })
    void aSecretIsHiddenHoweverItIsWritten(String text) {
        timeline.hide("1042");
        timeline.add(new TimelineEvent.Note(text));

        assertThat(note().replaceAll("\\D", "")).doesNotContain("1042").doesNotContain("42");
        assertThat(note()).hasSameSizeAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"104", "2104", "10 425", "the 1st of 2042", "42"})
    void otherNumbersStayReadable(String text) {
        timeline.hide("1042");
        timeline.add(new TimelineEvent.Note(text));

        assertThat(note()).isEqualTo(text);
    }

    @Test
    void aTellingPartOfALongSecretIsHidden() {
        timeline.hide("4111222233334444");
        timeline.add(new TimelineEvent.Note("Your card ending in 4444, 22 days"));

        assertThat(note()).isEqualTo("Your card ending in ••••, 22 days");
        assertThat(timeline.hides("3333")).isTrue();
        assertThat(timeline.hides("333")).isFalse();
    }

    @Test
    void inTheReplyToASecretEvenASingleDigitOfItIsHidden() {
        timeline.hide("07");
        timeline.mayEcho(true);
        timeline.add(new TimelineEvent.WebhookRequest("NOTIFY_IVR", "http://h/", 1, "a=0"));
        timeline.add(new TimelineEvent.WebhookReply("NOTIFY_IVR", 1, 5, 200, "{\"ivr_saynumber\":7,\"x\":5}"));
        timeline.add(new TimelineEvent.Note("sound70 and 5"));
        assertThat(timeline.hides("5")).as("whatever is read out").isTrue();
        timeline.mayEcho(false);
        timeline.add(new TimelineEvent.Note("7 of 10"));

        assertThat(seen.toString()).contains("a=0", "{\"ivr_saynumber\":•,\"x\":5}", "sound70 and 5", "7 of 10");
        assertThat(timeline.hides("5")).isFalse();
        assertThat(timeline.hides("7")).as("it stands by itself").isTrue();
    }

    @Test
    void aFloodOfKeysAndMessagesIsShownInPart() {
        for (int i = 0; i < 1_000; i++) {
            timeline.add(new TimelineEvent.KeyPressed("1", "sip_info"));
            timeline.add(new TimelineEvent.SipMessage(false, "INFO sip:a@b", "udp:192.0.2.1:5060"));
        }
        assertThat(seen).hasSize(PeerQuota.AT_ONCE + 1);
        assertThat(note()).contains("only 20 a second");

        nanos.addAndGet(1_000_000_000L);
        for (int i = 0; i < 50; i++) {
            timeline.add(new TimelineEvent.KeyPressed("1", "sip_info"));
        }
        assertThat(seen).hasSize(PeerQuota.AT_ONCE + 1 + PeerQuota.PER_SECOND);

        timeline.add(new TimelineEvent.Collected("menu", "1", TimelineEvent.Collected.Ending.MAXDIGITS, 1));
        timeline.add(new TimelineEvent.Ended("caller hung up", "answered", 16, "caller", null, 1));
        assertThat(seen)
                .extracting(TimelineEntry::event)
                .endsWith(
                        new TimelineEvent.Collected("menu", "1", TimelineEvent.Collected.Ending.MAXDIGITS, 1),
                        new TimelineEvent.Note("1830 keys and SIP messages are left out"),
                        new TimelineEvent.Ended("caller hung up", "answered", 16, "caller", null, 1));
    }

    @Test
    void aSteadyStreamOfKeysEndsAtABoundOfItsOwn() {
        for (int i = 0; i < 2 * PeerQuota.IN_ALL; i++) {
            nanos.addAndGet(100_000_000L);
            timeline.add(new TimelineEvent.KeyPressed("1", "telephone_event"));
        }

        assertThat(seen).hasSize(PeerQuota.IN_ALL + 1);
        assertThat(seen).extracting(TimelineEntry::seq).isSorted().doesNotHaveDuplicates();
    }

    private String note() {
        return ((TimelineEvent.Note) seen.getLast().event()).text();
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
