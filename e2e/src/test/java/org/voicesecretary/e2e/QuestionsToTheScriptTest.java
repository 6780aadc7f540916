package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.sip.InviteOutcome;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.TimelineEvent;

/** What a script is asked and when: the requests as they arrive, and the ringing that the caller hears meanwhile. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class QuestionsToTheScriptTest {
    private static final String ASK_FOR_CODE = "{\"ivr_saytext\":\"Your code?\",\"language\":\"en\","
            + "\"wait_dtmf\":{\"timeout\":1,\"attempts\":1,\"maxdigits\":4,\"name\":\"the code\"}}";
    private static final String HANG_UP = "{\"hangup\":1}";

    @TempDir
    static Path directory;

    private static Switchboard board;

    @BeforeAll
    static void openTheSwitchboard() throws Exception {
        board = Switchboard.in(directory)
                .lines(15)
                .line("multipart", "webhook: {url: \"%hook%\", body: multipart, signature: raw-base64}")
                .line("unsteered", "language: de")
                .open();
    }

    @AfterAll
    static void closeIt() {
        board.close();
    }

    @Test
    void theCallRingsAtOnceAndIsAnsweredOnlyWhenAudioIsNeeded() throws Exception {
        var gate = new Gate();
        Line line = board.line();
        line.script()
                .on(
                        EventType.NOTIFY_START,
                        gate.before("{\"caller_name\":\"Bob\",\"ivr_saytext\":\"Hello.\",\"hangup\":1}"));
        try (var call = line.dial()) {
            assertThat(call.phone().awaitRinging(Switchboard.SOON))
                    .as("while the script thinks")
                    .contains(180);
            assertThat(call.phone().await(Duration.ofMillis(300))).isInstanceOf(InviteOutcome.StillRinging.class);
            gate.open();
            call.phone().answered();
            call.hungUpByTheRobot();
            assertThat(call.millisOf(TimelineEvent.Answered.class, _ -> true))
                    .isGreaterThanOrEqualTo(call.millisOf(TimelineEvent.WebhookReply.class, _ -> true));
        }
    }

    @Test
    void theCallIsAnsweredForKeysWithoutAudioToo() throws Exception {
        Line line = board.line().replies("{\"wait_dtmf\":{\"timeout\":5,\"maxdigits\":2,\"name\":\"n\"}}", HANG_UP);
        try (var call = line.call()) {
            call.presses("42");
            assertThat(line.awaits(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("42");
            call.hungUpByTheRobot();
        }
    }

    @Test
    void aBlacklistedCallerFindsTheLineBusy() throws Exception {
        Line line = board.line().replies("{\"redirect\":\"blacklist\"}");
        try (var call = line.dial()) {
            assertThat(call.phone().refused().status()).isEqualTo(486);
            WebhookRequest end = line.awaits(EventType.NOTIFY_END);
            assertThat(end.field("disposition")).isEqualTo("busy");
            assertThat(end.field("status_code")).isEqualTo("17");
            assertThat(end.field("duration")).isEqualTo("0");
        }
    }

    @Test
    void aHangUpBeforeTheAnswerDeclinesTheCall() throws Exception {
        Line line = board.line().replies(HANG_UP);
        try (var call = line.dial()) {
            assertThat(call.phone().refused().status()).isEqualTo(603);
            WebhookRequest end = line.awaits(EventType.NOTIFY_END);
            assertThat(end.field("disposition")).isEqualTo("busy");
            assertThat(end.field("status_code")).isEqualTo("21");
            assertThat(end.field("duration")).isEqualTo("0");
        }
    }

    @Test
    void aCallerWhoGivesUpIsToldToTheScriptOnceAndAfterTheQuestionInFlight() throws Exception {
        Line line = board.line()
                .replies(DoubleReply.json("{\"ivr_saytext\":\"Too late.\"}").late(Duration.ofMillis(1500)));
        try (var call = line.dial()) {
            WebhookRequest start = line.awaits(EventType.NOTIFY_START);
            call.phone().hangUp();
            WebhookRequest end = line.awaits(EventType.NOTIFY_END);
            assertThat(end.arrivalNanos() - start.arrivalNanos())
                    .as("NOTIFY_END comes after the reply to NOTIFY_START")
                    .isGreaterThan(Duration.ofMillis(1500).toNanos());
            assertThat(end.field("disposition")).isEqualTo("cancel");
            assertThat(end.field("status_code")).isEqualTo("16");
            call.ended();
            assertThat(line.script().requests()).hasSize(2);
        }
    }

    @Test
    void theStartIsAUrlencodedFormInTheOrderOfTheProtocol() throws Exception {
        Line line = board.line().replies(HANG_UP);
        LocalDateTime before = LocalDateTime.now(ZoneId.of("Europe/Berlin")).minusSeconds(1);
        try (var call = line.dial(DialOptions.DEFAULTS.from("+442037690077"))) {
            WebhookRequest start = line.awaits(EventType.NOTIFY_START);
            assertThat(start.method()).isEqualTo("POST");
            assertThat(start.target()).isEqualTo("/hook");
            assertThat(start.header("Content-Type")).contains("application/x-www-form-urlencoded");
            assertThat(start.header("Host")).isPresent();
            assertThat(start.bodyText())
                    .matches(
                            "event=NOTIFY_START&caller_id=442037690077&called_did=" + line.number()
                                    + "&call_start=\\d{4}-\\d\\d-\\d\\d\\+\\d\\d%3A\\d\\d%3A\\d\\d&pbx_call_id=in_[0-9a-f]{40}");
            var callStart =
                    LocalDateTime.parse(start.field("call_start"), DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
            assertThat(callStart).isBetween(before, before.plusSeconds(30));
            assertThat(start.header("Signature"))
                    .contains(Signature.sign(
                            RunningServer.SECRET,
                            "442037690077" + line.number() + start.field("call_start"),
                            SignatureForm.HEX));
            assertThat(call.phone().refused().status()).isEqualTo(603);
            WebhookRequest end = line.awaits(EventType.NOTIFY_END);
            assertThat(end.field("pbx_call_id")).isEqualTo(start.field("pbx_call_id"));
            assertThat(end.field("call_start")).isEqualTo(start.field("call_start"));
            assertThat(end.header("Signature")).isEqualTo(start.header("Signature"));
            assertThat(start.header("webhook-id").orElseThrow()).isEqualTo(start.field("pbx_call_id") + "_1");
            assertThat(end.header("webhook-id").orElseThrow()).startsWith(end.field("pbx_call_id") + "_");
            for (WebhookRequest request : List.of(start, end)) {
                assertThat(request.header("webhook-timestamp").orElseThrow()).matches("[0-9]{10}");
                assertThat(request.header("webhook-signature").orElseThrow()).matches("v1,[A-Za-z0-9+/]{43}=");
            }
        }
    }

    @Test
    void keysAreNestedFieldsAndTheAnnouncementBeforeThemIsReportedWithThem() throws Exception {
        Line line = board.line().replies(ASK_FOR_CODE, ASK_FOR_CODE, HANG_UP);
        try (var call = line.call()) {
            call.says("Your code?").presses("1*2#");
            WebhookRequest pressed = line.awaits(EventType.NOTIFY_IVR);
            assertThat(pressed.bodyText())
                    .contains("&ivr_saytext=COMPLETE&")
                    .contains("&wait_dtmf%5Bname%5D=the+code&wait_dtmf%5Bdigits%5D=1%2A2"
                            + "&wait_dtmf%5Bdefault_behaviour%5D=")
                    .doesNotContain("redirect=");
            assertThat(pressed.field("wait_dtmf[default_behaviour]")).isEmpty();
            WebhookRequest nothing = line.awaits(EventType.NOTIFY_IVR);
            assertThat(nothing.field("wait_dtmf[digits]")).isEmpty();
            assertThat(nothing.field("wait_dtmf[default_behaviour]")).isEqualTo("1");
            assertThat(nothing.header("Signature"))
                    .contains(Signature.sign(
                            RunningServer.SECRET,
                            nothing.field("caller_id") + line.number() + nothing.field("call_start"),
                            SignatureForm.HEX));
            call.hungUpByTheRobot();
        }
    }

    @Test
    void everyAnnouncementIsReportedByItsName() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_saypopular\":4,\"ivr_saydigits\":\"07\"}",
                        "{\"ivr_saynumber\":7}",
                        "{\"ivr_play\":\"none\"}",
                        HANG_UP);
        try (var call = line.call()) {
            WebhookRequest first = line.awaits(EventType.NOTIFY_IVR);
            assertThat(first.field("ivr_saypopular")).isEqualTo("COMPLETE");
            assertThat(first.field("ivr_saydigits")).isEqualTo("COMPLETE");
            assertThat(first.bodyText()).doesNotContain("wait_dtmf");
            assertThat(line.awaits(EventType.NOTIFY_IVR).field("ivr_saynumber")).isEqualTo("COMPLETE");
            assertThat(line.awaits(EventType.NOTIFY_IVR).field("ivr_play"))
                    .as("a sound that is missing counts as played")
                    .isEqualTo("COMPLETE");
            call.hungUpByTheRobot();
        }
    }

    @Test
    void aLineMayAskForMultipartAndTheOtherSignature() throws Exception {
        Line line = board.line("multipart").replies(ASK_FOR_CODE, HANG_UP);
        try (var call = line.call()) {
            WebhookRequest start = line.awaits(EventType.NOTIFY_START);
            assertThat(start.header("Content-Type").orElseThrow()).startsWith("multipart/form-data; boundary=");
            assertThat(start.field("called_did")).isEqualTo(line.number());
            assertThat(start.header("Signature"))
                    .contains(Signature.sign(
                            RunningServer.SECRET,
                            start.field("caller_id") + line.number() + start.field("call_start"),
                            SignatureForm.RAW_BASE64));
            call.says("Your code?").presses("7#");
            assertThat(line.awaits(EventType.NOTIFY_IVR).bodyText())
                    .contains("form-data; name=\"wait_dtmf[digits]\"\r\n\r\n7\r\n");
            call.hungUpByTheRobot();
        }
    }

    @Test
    void aCallerWithoutANumberIsZero() throws Exception {
        Line line = board.line().replies(HANG_UP, HANG_UP);
        try (var call = line.dial(DialOptions.DEFAULTS.from("anonymous"))) {
            assertThat(line.awaits(EventType.NOTIFY_START).field("caller_id")).isEqualTo("0");
            assertThat(call.phone().refused().status()).isEqualTo(603);
        }
    }

    @Test
    void aConnectionThatBreaksBeforeAnyByteIsTriedOnceMoreWithTheSameBody() throws Exception {
        Line line = board.line();
        line.script().on(EventType.NOTIFY_START, DoubleReply.reset(), DoubleReply.json(ASK_FOR_CODE));
        line.script().on(EventType.NOTIFY_IVR, DoubleReply.closed(), DoubleReply.hangUp());
        try (var call = line.call()) {
            call.says("Your code?").presses("1#");
            call.hungUpByTheRobot();
            for (EventType asked : new EventType[] {EventType.NOTIFY_START, EventType.NOTIFY_IVR}) {
                var requests = line.script().requests(asked);
                assertThat(requests).hasSize(2);
                assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
                assertThat(requests.get(1).header("Signature"))
                        .isEqualTo(requests.get(0).header("Signature"));
            }
            assertThat(call.events(TimelineEvent.WebhookRequest.class).stream()
                            .map(request -> request.event() + " " + request.attempt())
                            .toList())
                    .containsExactly("NOTIFY_START 1", "NOTIFY_START 2", "NOTIFY_IVR 1", "NOTIFY_IVR 2");
            assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
        }
    }

    @Test
    void itIsTriedOnceMoreAndNotTwice() throws Exception {
        Line line = board.line();
        line.script().on(EventType.NOTIFY_START, DoubleReply.reset(), DoubleReply.reset(), DoubleReply.hangUp());
        try (var call = line.call()) {
            call.apologises("en");
            assertThat(line.script().requests(EventType.NOTIFY_START)).hasSize(2);
            assertThat(call.events(TimelineEvent.Fault.class)).hasSize(1);
        }
    }

    @Test
    void aReplyThatBreaksOffIsNotAskedForAgain() throws Exception {
        Line line = board.line().replies(DoubleReply.hangUp().closeAfter(30));
        try (var call = line.call()) {
            call.apologises("en");
            assertThat(line.script().requests(EventType.NOTIFY_START)).hasSize(1);
        }
    }

    @Test
    void theEndIsToldOnceWithTheSecondsOfTheAnsweredCall() throws Exception {
        Line line = board.line().replies(ASK_FOR_CODE, HANG_UP);
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            WebhookRequest end = line.awaits(EventType.NOTIFY_END);
            long answered = call.millisOf(TimelineEvent.Ended.class, _ -> true)
                    - call.millisOf(TimelineEvent.Answered.class, _ -> true);
            assertThat(Long.parseLong(end.field("duration"))).isBetween(answered / 1000 - 1, answered / 1000 + 1);
            assertThat(end.field("disposition")).isEqualTo("answered");
            assertThat(end.field("status_code")).isEqualTo("16");
            assertThat(line.script().requests().stream()
                            .map(request -> request.field("event"))
                            .toList())
                    .containsExactly("NOTIFY_START", "NOTIFY_IVR", "NOTIFY_END");
        }
    }

    @Test
    void aNumberThatNobodySteersApologisesInItsLanguage() throws Exception {
        try (var call = board.line("unsteered").call()) {
            call.apologises("de");
            assertThat(board.line("unsteered").script().requests()).isEmpty();
        }
    }
}
