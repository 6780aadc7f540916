package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineEvent.Collected;
import org.voicesecretary.timeline.TimelineEvent.KeyPressed;
import org.voicesecretary.timeline.TimelineEvent.Said;

/** {@code wait_dtmf} to the letter, with keys pressed on a phone and tones that are easy to hear. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class KeysInCallsTest {
    private static final String HANG_UP = "{\"hangup\":1}";
    private static final int LONG_TONE = 700;
    private static final int SHORT_TONE = 1100;

    @TempDir
    static Path directory;

    private static Switchboard board;

    @BeforeAll
    static void openTheSwitchboard() throws Exception {
        Files.createDirectories(directory.resolve("prompts"));
        double loud = Tones.amplitude(-12);
        WavFile.write(directory.resolve("prompts/long.wav"), Tones.sine(LONG_TONE, loud, 6_000, 8_000));
        WavFile.write(directory.resolve("prompts/short.wav"), Tones.sine(SHORT_TONE, loud, 600, 8_000));
        board = Switchboard.in(directory)
                .lines(24)
                .with("sounds: [{id: long, file: prompts/long.wav}, {id: short, file: prompts/short.wav}]")
                .open();
    }

    @AfterAll
    static void closeIt() {
        board.close();
    }

    private static String play(String sound, String wait) {
        return "{\"ivr_play\":\"%s\",\"wait_dtmf\":{\"name\":\"n\",%s}}".formatted(sound, wait);
    }

    private static String digits(WebhookRequest ivr) {
        return ivr.field("wait_dtmf[digits]") + "|" + ivr.field("wait_dtmf[default_behaviour]");
    }

    @Test
    void aKeyStopsTheAudio() throws Exception {
        Line line = board.line().replies(play("long", "\"timeout\":5"), HANG_UP);
        try (var call = line.call()) {
            assertThat(call.phone().heard().awaitTone(LONG_TONE, 0, Switchboard.SOON))
                    .isTrue();
            int mark = call.phone().heard().mark();
            call.presses("1");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("1|");
            call.hungUpByTheRobot();
            theAudioStopped(call, mark);
        }
    }

    /**
     * The server stops within 40 ms of the key. On the phone the way of the key and the jitter buffer come on top, and other calls
     * that share the machine.
     */
    private static void theAudioStopped(LineCall call, int mark) {
        assertThat(call.events(TimelineEvent.BargedIn.class)).hasSize(1);
        assertThat(call.millisOf(TimelineEvent.BargedIn.class, _ -> true) - call.millisOf(KeyPressed.class, _ -> true))
                .isLessThanOrEqualTo(40);
        assertThat(toneMillis(call, mark, LONG_TONE))
                .as("tone of six seconds that was heard after the key was pressed")
                .isLessThan(800);
    }

    /** How long a tone was heard after a mark, in steps of 20 ms. */
    private static double toneMillis(LineCall call, int mark, double hertz) {
        var heard = call.phone().heard().since(mark);
        int frame = heard.sampleRate() / 50;
        int loud = 0;
        for (int at = 0; at + frame <= heard.length(); at += frame) {
            double amplitude = org.voicesecretary.media.audio.Goertzel.amplitude(
                    heard.samples(), at, frame, hertz, heard.sampleRate());
            loud += amplitude > 1_000 ? 1 : 0;
        }
        return loud * 20.0;
    }

    @Test
    void keysPressedAheadSkipTheWholePromptTheyBelongTo() throws Exception {
        var gate = new Gate();
        Line line = board.line().replies(play("long", "\"timeout\":5"));
        line.script()
                .on(
                        EventType.NOTIFY_IVR,
                        request -> request.field("wait_dtmf[digits]").equals("1")
                                ? gate.before(play("long", "\"timeout\":5,\"maxdigits\":2"))
                                        .apply(request)
                                : DoubleReply.hangUp());
        try (var call = line.call()) {
            assertThat(call.phone().heard().awaitTone(LONG_TONE, 0, Switchboard.SOON))
                    .isTrue();
            call.presses("123");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("1|");
            Eventually.holds(
                    "all keys are there",
                    Switchboard.SOON,
                    () -> call.events(KeyPressed.class).size() == 3);
            gate.open();
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("23|");
            call.hungUpByTheRobot();
            assertThat(call.said()).as("the second prompt was skipped").containsExactly("long");
        }
    }

    @Test
    void aKeyDuringAnAnnouncementDoesNotInterruptItAndAnswersTheNextPrompt() throws Exception {
        Line line = board.line().replies("{\"ivr_play\":\"short\"}", play("long", "\"timeout\":5"), HANG_UP);
        try (var call = line.call()) {
            assertThat(call.phone().heard().awaitTone(SHORT_TONE, 0, Switchboard.SOON))
                    .isTrue();
            call.presses("7");
            line.awaits(EventType.NOTIFY_IVR);
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("7|");
            call.hungUpByTheRobot();
            assertThat(toneMillis(call, 0, SHORT_TONE)).isBetween(400.0, 700.0);
            assertThat(call.said()).containsExactly("short");
        }
    }

    @Test
    void keysThatCameTooLateForThePromptBeforeAreForgotten() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":1"));
        var gate = new Gate();
        var asked = new AtomicInteger();
        line.script()
                .on(
                        EventType.NOTIFY_IVR,
                        request -> asked.incrementAndGet() == 1
                                ? gate.before(play("short", "\"timeout\":1")).apply(request)
                                : DoubleReply.hangUp());
        try (var call = line.call()) {
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("|1");
            call.presses("5");
            call.awaits(KeyPressed.class, _ -> true);
            gate.open();
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("|1");
            call.hungUpByTheRobot();
            assertThat(call.said()).containsExactly("short", "short");
        }
    }

    @Test
    void afterTheFirstKeyTheNextIsAwaitedForThreeSecondsAndWhatIsThereIsDelivered() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":20,\"attempts\":3,\"maxdigits\":6"), HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses("12");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR)))
                    .as("an empty flag and no further attempt")
                    .isEqualTo("12|");
            call.hungUpByTheRobot();
            long lastKey = call.millisOf(KeyPressed.class, key -> key.key().equals("2"));
            assertThat(call.millisOf(Collected.class, _ -> true) - lastKey).isBetween(2_900L, 4_500L);
            assertThat(call.said()).containsExactly("short");
        }
    }

    @Test
    void theNextKeyIsNeverAwaitedForLongerThanTheTimeout() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":1,\"maxdigits\":6"), HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses("1");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("1|");
            long key = call.millisOf(KeyPressed.class, _ -> true);
            assertThat(call.millisOf(Collected.class, _ -> true) - key).isBetween(950L, 2_500L);
            call.hungUpByTheRobot();
        }
    }

    @Test
    void theTimeoutCountsFromTheEndOfTheAudioAndEachAttemptPlaysItAgain() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":1,\"attempts\":3"), HANG_UP);
        try (var call = line.call()) {
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("|1");
            call.hungUpByTheRobot();
            assertThat(line.script().requests(EventType.NOTIFY_IVR)).hasSize(1);
            assertThat(toneMillis(call, 0, SHORT_TONE)).isBetween(1_300.0, 2_000.0);
            long first = call.millisOf(Said.class, _ -> true);
            long last = call.millisOf(Collected.class, collected -> collected.attempt() == 3);
            assertThat(last - first).isBetween(3 * 1_600L - 50, 3 * 1_600L + 2_000);
        }
    }

    @Test
    void theHashEndsAnInputOfSeveralKeysAndIsNotPartOfIt() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":9,\"maxdigits\":6"), HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses("4*A#");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("4*A|");
            call.hungUpByTheRobot();
            assertThat(call.millisOf(Collected.class, _ -> true)).isLessThan(4_000);
        }
    }

    @Test
    void aSingleKeyMayBeTheHash() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":9"), HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses("#");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("#|");
            call.hungUpByTheRobot();
        }
    }

    @Test
    void aHashAloneIsAnEmptyAttempt() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":9,\"attempts\":2,\"maxdigits\":4"), HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses("#");
            call.awaits(Collected.class, collected -> collected.attempt() == 1);
            Eventually.holds(
                    "the prompt is played again",
                    Switchboard.SOON,
                    () -> call.said().size() == 2);
            call.presses("#");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("|1");
            call.hungUpByTheRobot();
        }
    }

    @Test
    void aHashOutOfHabitAfterACompleteInputIsSwallowed() throws Exception {
        Line line = board.line()
                .replies(
                        play("short", "\"timeout\":9,\"maxdigits\":2"),
                        play("short", "\"timeout\":9,\"maxdigits\":4"),
                        HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses("12#");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("12|");
            Eventually.holds(
                    "the second prompt", Switchboard.SOON, () -> call.said().size() == 2);
            call.presses("34#");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("34|");
            call.hungUpByTheRobot();
        }
    }

    @Test
    void withoutAnyKeyTheInputIsCompleteAtOnceWhenItsLastDigitIsPressed() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":60,\"maxdigits\":3"), HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses("999");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("999|");
            call.hungUpByTheRobot();
            long key = call.entries().stream()
                    .filter(entry -> entry.event() instanceof KeyPressed)
                    .reduce((first, last) -> last)
                    .orElseThrow()
                    .offsetMillis();
            assertThat(call.millisOf(Collected.class, _ -> true) - key).isLessThan(300);
        }
    }

    @Test
    void valuesOutOfBoundsAreClampedAndNoted() throws Exception {
        Line line = board.line().replies(play("short", "\"timeout\":0,\"attempts\":99,\"maxdigits\":500"), HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses("5#");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("5|");
            call.hungUpByTheRobot();
            assertThat(call.events(TimelineEvent.Lint.class).stream()
                            .map(lint -> lint.field() + " " + lint.rule() + " " + lint.corrected())
                            .toList())
                    .containsExactly(
                            "wait_dtmf.timeout OUT_OF_BOUNDS {\"wait_dtmf\":{\"timeout\":1}}",
                            "wait_dtmf.attempts OUT_OF_BOUNDS {\"wait_dtmf\":{\"attempts\":10}}",
                            "wait_dtmf.maxdigits OUT_OF_BOUNDS {\"wait_dtmf\":{\"maxdigits\":64}}");
        }
    }

    @Test
    void sixtyFourDigitsAreTaken() throws Exception {
        String many = "0123456789".repeat(6) + "0123";
        Line line = board.line().replies(play("short", "\"timeout\":9,\"maxdigits\":64"), HANG_UP);
        try (var call = line.call()) {
            call.says("short").presses(many);
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo(many + "|");
            call.hungUpByTheRobot();
        }
    }

    @Test
    void keysByInfoStopTheAudioToo() throws Exception {
        Line line = board.line().replies(play("long", "\"timeout\":9,\"maxdigits\":2"), HANG_UP);
        try (var call = line.dial(DialOptions.DEFAULTS.from("442037699998").withoutTelephoneEvents())) {
            call.phone().answered();
            assertThat(call.phone().heard().awaitTone(LONG_TONE, 0, Switchboard.SOON))
                    .isTrue();
            int mark = call.phone().heard().mark();
            call.phone().pressByInfo('8');
            call.phone().pressByInfo('9');
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("89|");
            call.hungUpByTheRobot();
            theAudioStopped(call, mark);
        }
    }

    @Test
    void keysAsTonesStopTheAudioToo() throws Exception {
        Line line = board.line().replies(play("long", "\"timeout\":9,\"maxdigits\":2"), HANG_UP);
        try (var call = line.dial(DialOptions.DEFAULTS.from("442037699999").withoutTelephoneEvents())) {
            call.phone().answered();
            assertThat(call.phone().heard().awaitTone(LONG_TONE, 0, Switchboard.SOON))
                    .isTrue();
            int mark = call.phone().heard().mark();
            call.presses("36");
            assertThat(digits(line.awaits(EventType.NOTIFY_IVR))).isEqualTo("36|");
            call.hungUpByTheRobot();
            theAudioStopped(call, mark);
        }
    }
}
