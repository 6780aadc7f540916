package org.voicesecretary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.WebhookEvent.NotifyAnswer;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyInternal;
import org.voicesecretary.protocol.WebhookEvent.NotifyInternalEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyOutStart;
import org.voicesecretary.protocol.WebhookEvent.NotifyRecord;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

@Tag("unit")
class WebhookEventTest {
    private static final String START = "2025-03-04 10:11:12";
    private static final String IN = "in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d";
    private static final String OUT = "out_ae6b03b3b0765d127ec0b739209346bbc4f0d52d";

    private static final List<WebhookEvent> ONE_OF_EACH = List.of(
            new NotifyStart(START, IN, "1", "2"),
            new NotifyInternal(START, IN, "1", "2", "100"),
            new NotifyInternalEnd(START, IN, "1", "2", null),
            new NotifyAnswer(START, IN, "1", "100", "100"),
            new NotifyEnd(START, IN, "1", "2", null, 35, Disposition.ANSWERED, 16, true, "1439981389.2702773"),
            new NotifyOutStart(START, OUT, null, "2", null),
            new NotifyOutEnd(START, OUT, "1", "2", "100", 0, Disposition.NO_MONEY_NO_LIMIT, 19, false, null),
            new NotifyRecord("1439981389.2702773", IN),
            new NotifyIvr(
                    START,
                    IN,
                    "1",
                    "2",
                    List.of(AnnouncementKind.IVR_SAYTEXT, AnnouncementKind.IVR_PLAY),
                    new WaitDtmfResult("main.1-ü", "*1", false),
                    true));

    @Test
    void everyEventIsReadBackAsItWasWritten() {
        assertThat(ONE_OF_EACH.stream().map(WebhookEvent::type)).containsExactly(EventType.values());
        for (WebhookEvent event : ONE_OF_EACH) {
            assertThat(EventReader.read(event.fields())).contains(event);
        }
    }

    @Test
    void aRecordingThatCouldNotBeMadeIsToldWithItsReason() {
        var event = new NotifyRecord("1439981389.2702773", IN, "the disk is full");
        assertThat(text(event)).endsWith(" error=the disk is full");
        assertThat(EventReader.read(event.fields())).contains(event);
    }

    @Test
    void aMenuStepWithKeysIsOneEventWithTheFinishedAnnouncementAndTheDigits() {
        var event = new NotifyIvr(
                START, IN, "1", "2", List.of(AnnouncementKind.IVR_PLAY), new WaitDtmfResult("main", "1", false), false);
        assertThat(text(event))
                .isEqualTo("event=NOTIFY_IVR caller_id=1 called_did=2 call_start=2025-03-04 10:11:12 pbx_call_id=" + IN
                        + " ivr_play=COMPLETE wait_dtmf[name]=main wait_dtmf[digits]=1 wait_dtmf[default_behaviour]=");
    }

    @Test
    void defaultBehaviourIsOneWhenNothingWasPressed() {
        var event = new NotifyIvr(START, IN, "1", "2", List.of(), new WaitDtmfResult("main", "", true), false);
        assertThat(text(event)).endsWith("wait_dtmf[digits]= wait_dtmf[default_behaviour]=1");
    }

    @Test
    void aRedirectThatNobodyAnsweredSaysSo() {
        assertThat(text(new NotifyIvr(START, IN, "1", "2", List.of(), null, true)))
                .endsWith(" redirect=NOANSWER");
    }

    @Test
    void everyAnnouncementIsReportedByItsOwnField() {
        var event = new NotifyIvr(START, IN, "1", "2", Arrays.asList(AnnouncementKind.values()), null, false);
        assertThat(text(event))
                .endsWith("ivr_play=COMPLETE ivr_saypopular=COMPLETE ivr_saydigits=COMPLETE ivr_saynumber=COMPLETE"
                        + " ivr_saytext=COMPLETE");
    }

    @Test
    void onlyStartAndIvrSteerTheCall() {
        assertThat(Arrays.stream(EventType.values()).filter(EventType::steers))
                .containsExactly(EventType.NOTIFY_START, EventType.NOTIFY_IVR);
    }

    @Test
    void readingIsLenientWhereASenderIsNot() {
        var end = (NotifyEnd) EventReader.read(List.of(
                        new FormField("event", "NOTIFY_END"),
                        new FormField("duration", "soon"),
                        new FormField("disposition", "call failed"),
                        new FormField("status_code", "99999999999999999999"),
                        new FormField("is_recorded", "false"),
                        new FormField("calltype", "normal")))
                .orElseThrow();
        assertThat(end).isEqualTo(new NotifyEnd("", "", "", "", null, 0, Disposition.FAILED, 0, false, null));
        assertThat(Disposition.of("gone fishing")).isEqualTo(Disposition.OTHER);
    }

    @Test
    void theZeroOfOtherSendersIsFalseAndTheOneIsTrue() {
        assertThat(defaultBehaviour("0")).isFalse();
        assertThat(defaultBehaviour("false")).isFalse();
        assertThat(defaultBehaviour("")).isFalse();
        assertThat(defaultBehaviour("1")).isTrue();
        assertThat(defaultBehaviour("true")).isTrue();
    }

    private static boolean defaultBehaviour(String text) {
        var event = (NotifyIvr) EventReader.read(List.of(
                        new FormField("event", "NOTIFY_IVR"), new FormField("wait_dtmf[default_behaviour]", text)))
                .orElseThrow();
        return event.waitDtmf().defaultBehaviour();
    }

    @Test
    void anUnknownEventIsNone() {
        assertThat(EventReader.read(List.of(new FormField("event", "NOTIFY_TEA"))))
                .isEmpty();
        assertThat(EventReader.read(List.of())).isEmpty();
    }

    @Test
    void sensitiveDigitsCanBeMasked() {
        assertThat(new WaitDtmfResult("pin", "1042", false).masked())
                .isEqualTo(new WaitDtmfResult("pin", "••••", false));
    }

    @Test
    void callStartIsTheWallClockOfTheAccount() {
        String text = CallStart.format(Instant.parse("2025-03-04T09:11:12.9Z"), ZoneId.of("Europe/Berlin"));
        assertThat(text).isEqualTo(START);
        assertThat(CallStart.parse(text)).contains(LocalDateTime.parse("2025-03-04T10:11:12"));
        assertThat(Stream.of("", "2025-03-04T10:11:12", "2025-02-30 10:11:12").map(CallStart::parse))
                .allSatisfy(parsed -> assertThat(parsed).isEmpty());
    }

    @Test
    void sipOutcomesHaveTheirDispositionAndCause() {
        assertThat(ends(200, 404, 480, 486, 487, 503, 603, 400))
                .isEqualTo("answered 16, unallocated number 1, no answer 19, busy 17, cancel 16, failed 41, busy 21,"
                        + " failed 127");
        assertThat(EndStatus.NETWORK_FAILED.cause().code()).isEqualTo(38);
    }

    private static String ends(int... statuses) {
        return Arrays.stream(statuses)
                .mapToObj(EndStatus::ofSipStatus)
                .map(end -> end.disposition().wireName() + " " + end.cause().code())
                .collect(Collectors.joining(", "));
    }

    private static String text(WebhookEvent event) {
        return event.fields().stream()
                .map(field -> field.name() + "=" + field.value())
                .collect(Collectors.joining(" "));
    }
}
