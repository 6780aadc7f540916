package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineEvent.Lint;
import org.voicesecretary.timeline.TimelineEvent.Said;

/** What a caller experiences of a script's replies: the plain, the odd and the empty ones. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class AnswersOfTheScriptTest {
    private static final String HANG_UP = "{\"hangup\":1}";

    @TempDir
    static Path directory;

    private static Switchboard board;

    @BeforeAll
    static void openTheSwitchboard() throws Exception {
        board = Switchboard.in(directory)
                .lines(45)
                .line("german", "webhook: {url: \"%hook%\"}, language: de")
                .with("sounds: [{id: Welcome-A1, text: \"Welcome to the shop.\"}]")
                .with("phrases: {en: {1: \"Hello from the shop.\"}}")
                .open();
    }

    @AfterAll
    static void closeIt() {
        board.close();
    }

    private static List<String> lints(LineCall call) {
        return call.events(Lint.class).stream()
                .map(lint -> lint.field() + " " + lint.rule())
                .toList();
    }

    /** Each lint says all that it must: what is wrong, what is heard, and what to write if anything. */
    private static Lint lint(LineCall call, String field) {
        Lint lint = call.events(Lint.class).stream()
                .filter(one -> one.field().equals(field))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no lint on " + field + " in " + call.events(Lint.class)));
        assertThat(lint.problem()).isNotBlank();
        assertThat(lint.callerHears()).isNotBlank();
        return lint;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  \r\n", "[]", "{}", "null", "false", "{\"status\":\"ok\"}", "{\"redirect\":\"\"}", "\"\""})
    void whereTheScriptHasNothingToSayTheCallerHearsAnApologyAndNobodyIsToBlame(String body) throws Exception {
        Line line = board.line().replies(DoubleReply.body(body));
        try (var call = line.call()) {
            call.apologises("en");
            assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
            assertThat(call.ended().fault()).isNull();
            assertThat(line.awaits(EventType.NOTIFY_END).field("disposition")).isEqualTo("answered");
        }
    }

    @Test
    void theApologyIsInTheLanguageOfTheNumber() throws Exception {
        Line line = board.line("german").replies(DoubleReply.empty());
        try (var call = line.call()) {
            call.apologises("de");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"default\":\"main.2\",", "\"default\":\"100\","})
    void withoutAnInstructionAfterKeysTheCallerHearsAnApology(String byDefault) throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_saytext\":\"Key?\",\"wait_dtmf\":{" + byDefault + "\"timeout\":5,\"name\":\"n\"}}",
                        "[]");
        try (var call = line.call()) {
            call.says("Key?").presses("1");
            call.apologises("en");
            assertThat(line.awaits(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("1");
            assertThat(call.events(TimelineEvent.Fault.class))
                    .as("an extension is no target yet; the script's own name is no fault")
                    .hasSize(byDefault.contains("100") ? 1 : 0);
        }
    }

    @Test
    void withoutAnInstructionAfterATimeoutTheDefaultIsCarriedOut() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_saytext\":\"Key?\",\"wait_dtmf\":{\"default\":\"hangup\",\"timeout\":1,\"name\":\"n\"}}",
                        "{}");
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            assertThat(call.said()).containsExactly("Key?");
            assertThat(line.awaits(EventType.NOTIFY_IVR).field("wait_dtmf[default_behaviour]"))
                    .as("the script is asked first")
                    .isEqualTo("1");
        }
    }

    @Test
    void theScriptsAnswerWinsOverTheDefault() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_saytext\":\"Key?\",\"wait_dtmf\":{\"default\":\"blacklist\",\"timeout\":1,\"name\":\"n\"}}",
                        "{\"ivr_saytext\":\"Goodbye then.\",\"hangup\":1}");
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            assertThat(call.said()).containsExactly("Key?", "Goodbye then.");
        }
    }

    @Test
    void aBlacklistAfterTheAnswerIsABusyToneOfThreeSeconds() throws Exception {
        Line line = board.line().replies("{\"ivr_saytext\":\"One.\"}", "{\"redirect\":\"blacklist\"}");
        try (var call = line.call()) {
            call.says("One.");
            line.awaits(EventType.NOTIFY_IVR);
            int mark = call.phone().heard().mark();
            var bye = call.hungUpByTheRobot();
            assertThat(bye.bye().headers().first("Reason")).isEqualTo("Q.850;cause=17");
            assertThat(call.phone().heard().awaitTone(425, mark, java.time.Duration.ZERO))
                    .as("busy tone")
                    .isTrue();
            long toned = call.millisOf(TimelineEvent.Ended.class, _ -> true)
                    - call.millisOf(Said.class, said -> said.text().equals("busy tone"));
            assertThat(toned).isBetween(2_900L, 4_500L);
        }
    }

    @Test
    void withoutAnInstructionAfterAnAnnouncementTheCallJustEnds() throws Exception {
        Line line = board.line().replies("{\"ivr_saytext\":\"That is all.\"}", "null");
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            assertThat(call.said()).containsExactly("That is all.");
            assertThat(line.script().requests(EventType.NOTIFY_IVR)).hasSize(1);
        }
    }

    @Test
    void announcementsAreHeardInTheOrderOfTheirKeysAndThenTheCallEndsWithoutAQuestion() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"hangup\":1,\"ivr_saynumber\":42,\"ivr_saytext\":\"days\",\"ivr_play\":\"welcome-a1\","
                                + "\"language\":\"en\",\"ivr_saydigits\":\"007\",\"ivr_saypopular\":1,\"caller_name\":\"Bob\"}");
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            List<Said> said = call.events(Said.class);
            assertThat(said.stream().map(Said::instruction).toList())
                    .containsExactly("ivr_saynumber", "ivr_saytext", "ivr_play", "ivr_saydigits", "ivr_saypopular");
            assertThat(said.get(4).text()).isEqualTo("Hello from the shop.");
            assertThat(line.script().requests(EventType.NOTIFY_IVR)).isEmpty();
            assertThat(call.millisOf(TimelineEvent.CallerNamed.class, _ -> true))
                    .isLessThanOrEqualTo(call.millisOf(Said.class, _ -> true));
            for (Said one : said.subList(1, said.size())) { // a busy machine's phone may miss the first word
                if (!one.instruction().equals("ivr_play")) {
                    call.hears(one);
                }
            }
            call.hears(new Said("ivr_saytext", "Welcome to the shop.", "en"));
        }
    }

    @Test
    void waitingForKeysWinsOverARedirectAndAHangUp() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"redirect\":\"100\",\"hangup\":1,\"ivr_saytext\":\"Key?\",\"wait_dtmf\":{\"timeout\":5}}",
                        HANG_UP);
        try (var call = line.call()) {
            call.says("Key?").presses("3");
            assertThat(line.awaits(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("3");
            call.hungUpByTheRobot();
            assertThat(lints(call)).contains("redirect IGNORED", "hangup IGNORED");
        }
    }

    @Test
    void redirectsThatAreNotThereYetEndInAnApologyAndSayWhy() throws Exception {
        Line line = board.line().replies("{\"ivr_saytext\":\"Wait.\"}", "{\"redirect\":\"100\"}");
        try (var call = line.call()) {
            call.apologises("en");
            assertThat(call.events(TimelineEvent.Fault.class)).singleElement().satisfies(fault -> {
                assertThat(fault.subject()).isEqualTo("redirect");
                assertThat(fault.mend()).isNotBlank();
            });
        }
    }

    @Test
    void aRedirectThatMeansNothingIsAFault() throws Exception {
        Line line = board.line().replies("{\"redirect\":\"sales department\"}");
        try (var call = line.call()) {
            call.apologises("en");
            assertThat(call.events(TimelineEvent.Fault.class))
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.problem()).contains("sales department"));
        }
    }

    @Test
    void otherNamesAreUnderstoodAndSlipsOfThePenAreNamed() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_saytext\":\"Key?\",\"ivr_say\":\"x\",\"wait_dtmf\":{\"timeout\":\"5\",\"maxsymbols\":2,"
                                + "\"default_behaviour\":\"hangup\",\"nmae\":\"n\"}}",
                        "[]");
        try (var call = line.call()) {
            call.says("Key?").presses("77");
            assertThat(line.awaits(EventType.NOTIFY_IVR).field("wait_dtmf[digits]"))
                    .isEqualTo("77");
            call.hungUpByTheRobot();
            assertThat(call.said()).as("default_behaviour is the default").containsExactly("Key?");
            assertThat(lint(call, "wait_dtmf.maxsymbols").corrected()).isEqualTo("{\"wait_dtmf\":{\"maxdigits\":2}}");
            assertThat(lint(call, "wait_dtmf.default_behaviour").corrected())
                    .isEqualTo("{\"wait_dtmf\":{\"default\":\"hangup\"}}");
            assertThat(lint(call, "wait_dtmf.nmae").corrected()).isEqualTo("{\"wait_dtmf\":{\"name\":\"n\"}}");
            assertThat(lint(call, "ivr_say").rule()).isEqualTo("UNKNOWN_KEY");
            assertThat(lints(call)).contains("wait_dtmf.timeout WRONG_TYPE");
        }
    }

    @Test
    void jsonBehindWarningsIsFoundAndMarkupIsNotSpoken() throws Exception {
        Line line = board.line()
                .replies(
                        DoubleReply.body(
                                "<br />\n<b>Warning</b>: Undefined array key \"x\" in <b>/srv/hook.php</b>"
                                        + " on line <b>3</b><br />\n{\"ivr_saytext\":\"<speak>Good <b>day</b></speak>\",\"hangup\":true,}"));
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            assertThat(call.said()).containsExactly("Good day");
            call.hears(call.events(Said.class).getFirst());
            assertThat(lint(call, "ivr_saytext").corrected()).isEqualTo("{\"ivr_saytext\":\"Good day\"}");
            assertThat(lints(call)).contains("body NOT_ONLY_JSON", "body LOOSE_JSON");
            assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
        }
    }

    @Test
    void ukrainianHasTwoNamesAndAnUnknownLanguageFallsBackWithANote() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_saynumber\":5,\"language\":\"uk\"}",
                        "{\"ivr_saynumber\":5,\"language\":\"xx\"}",
                        "{\"ivr_saynumber\":5}",
                        "{\"ivr_saynumber\":5,\"language\":\"de\",\"hangup\":1}");
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            assertThat(call.events(Said.class).stream()
                            .map(said -> said.language() + " " + said.text())
                            .toList())
                    .containsExactly("ua п'ять", "en five", "en five", "de fünf");
            assertThat(lints(call)).contains("language LANGUAGE_UNKNOWN");
            assertThat(lint(call, "language").callerHears()).isNotBlank();
        }
    }

    @Test
    void digitsKeepTheirZerosAndOtherCharactersAreSkippedWithANote() throws Exception {
        Line line = board.line().replies("{\"ivr_saydigits\":\"0 0-7*#x\",\"language\":\"en\"}", HANG_UP);
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            Said said = call.events(Said.class).getFirst();
            assertThat(said.text()).matches("zero\\W+zero\\W+seven\\W+(star|asterisk)\\W+(hash|pound).*");
            call.hears(said);
            assertThat(lint(call, "ivr_saydigits").corrected()).isEqualTo("{\"ivr_saydigits\":\"007*#\"}");
        }
    }

    @Test
    void numbersMayBeNegativeAndDecimal() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_saynumber\":-12,\"language\":\"en\"}",
                        "{\"ivr_saynumber\":\"3.5\",\"language\":\"en\"}",
                        "{\"ivr_saynumber\":1000000000000000,\"language\":\"en\"}",
                        HANG_UP);
        try (var call = line.call()) {
            call.awaits(Said.class, said -> said.text().contains("three point five"));
            assertThat(call.said().getFirst()).isEqualTo("minus twelve");
            call.phone().awaitEnd(Switchboard.SOON);
            assertThat(lint(call, "ivr_saynumber").rule()).isEqualTo("UNUSABLE_VALUE");
        }
    }

    @Test
    void aSoundIsFoundWhateverItsCaseAndAMissingOneDoesNotStopTheStep() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_play\":\"WELCOME-a1\"}",
                        "{\"ivr_play\":\"no-such-sound\",\"wait_dtmf\":{\"timeout\":9,\"name\":\"n\"}}",
                        HANG_UP);
        try (var call = line.call()) {
            line.awaits(EventType.NOTIFY_IVR);
            var fault = call.awaits(TimelineEvent.Fault.class, _ -> true);
            assertThat(fault.subject()).contains("no-such-sound");
            call.presses("6");
            var ivr = line.awaits(EventType.NOTIFY_IVR);
            assertThat(ivr.field("wait_dtmf[digits]")).isEqualTo("6");
            assertThat(ivr.field("ivr_play")).isEqualTo("COMPLETE");
            call.hungUpByTheRobot();
            call.hears(new Said("ivr_saytext", "Welcome to the shop.", "en"));
        }
    }

    @Test
    void aPhraseThatDoesNotExistIsNotedAndTheCallGoesOn() throws Exception {
        Line line = board.line().replies("{\"ivr_saypopular\":9999}", "{\"ivr_saypopular\":5,\"hangup\":1}");
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            assertThat(call.said()).contains("Goodbye!");
            assertThat(call.events(TimelineEvent.Note.class))
                    .anySatisfy(note -> assertThat(note.text()).contains("9999"));
        }
    }
}
