package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.voicesecretary.sip.InviteOutcome;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineEvent.FillerPlayed;
import org.voicesecretary.timeline.TimelineEvent.Said;

/** Nobody listens to silence for 2 s while a script or an engine takes its time: measured in what the phone receives. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class SilenceTest {
    private static final String HELLO = "{\"ivr_saytext\":\"Hello.\",\"language\":\"en\"}";
    private static final String HERE = "{\"ivr_saytext\":\"Here I am again.\",\"language\":\"en\",\"hangup\":1}";
    private static final String MOMENT = "One moment, please.";
    private static final int FILLER_MILLIS = 1500;
    /** Pauses at the ends of sentences, the way of a packet, a busy machine. */
    private static final int SLACK_MILLIS = 450;

    @TempDir
    static Path directory;

    private static Switchboard board;

    @BeforeAll
    static void openTheSwitchboard() throws Exception {
        Path slow = Files.writeString(directory.resolve("slow.sh"), "sleep 3\nexec espeak-ng -v fr --stdout\n");
        board = Switchboard.in(directory)
                .lines(4)
                .line("sentence", "filler: \"" + MOMENT + "\", webhook: {url: \"%hook%\"}")
                .line("silent", "filler: off, webhook: {url: \"%hook%\"}")
                .setting("VOICE_SECRETARY_SPEECH_ENGINES", "command,espeak")
                .setting("VOICE_SECRETARY_SPEECH_COMMAND_LINE", "sh," + slow)
                .setting("VOICE_SECRETARY_SPEECH_COMMAND_LANGUAGES", "fr")
                .open();
    }

    @AfterAll
    static void closeIt() {
        board.close();
    }

    /** Says hello, lets the caller wait, and goes on. */
    private static LineCall callWithAScriptThatThinks(Line line) throws InterruptedException {
        line.replies(DoubleReply.json(HELLO), DoubleReply.json(HERE).late(Duration.ofSeconds(4)));
        LineCall call = line.call();
        call.hungUpByTheRobot();
        call.hears(call.awaits(Said.class, said -> said.text().equals("Here I am again.")));
        return call;
    }

    private static void nobodyListenedToSilence(LineCall call) {
        Stretches heard = Stretches.of(call.phone().heard().pcm());
        assertThat(heard.gaps())
                .as("silences between %s in %s", heard, call.entries())
                .isNotEmpty()
                .allMatch(millis -> millis < 2000);
        assertThat(heard.gaps().getFirst()).isBetween(FILLER_MILLIS - 100, FILLER_MILLIS + SLACK_MILLIS);
    }

    @Test
    void whileTheScriptThinksAToneIsHeardAgainAndAgain() throws Exception {
        try (var call = callWithAScriptThatThinks(board.line())) {
            nobodyListenedToSilence(call);
            assertThat(call.events(FillerPlayed.class))
                    .hasSize(2)
                    .allMatch(filler -> filler.text().isEmpty());
            assertThat(Stretches.of(call.phone().heard().pcm()).all())
                    .as("the greeting, two tones, the answer")
                    .hasSize(4);
        }
    }

    @Test
    void theNumberMayHaveASentenceInstead() throws Exception {
        try (var call = callWithAScriptThatThinks(board.line("sentence"))) {
            nobodyListenedToSilence(call);
            call.hears(new Said("filler", MOMENT, "en"));
        }
    }

    @Test
    void aNumberThatWantsSilenceHasIt() throws Exception {
        try (var call = callWithAScriptThatThinks(board.line("silent"))) {
            Stretches heard = Stretches.of(call.phone().heard().pcm());
            assertThat(heard.gaps())
                    .as("%s", heard)
                    .singleElement()
                    .satisfies(millis -> assertThat(millis).isBetween(3900, 4000 + SLACK_MILLIS));
        }
    }

    @Test
    void beforeTheAnswerThereIsRingingAndNothingElse() throws Exception {
        Line line = board.line().replies(DoubleReply.json(HERE).late(Duration.ofMillis(2500)));
        try (var call = line.dial()) {
            assertThat(call.phone().awaitRinging(Switchboard.SOON)).contains(180);
            assertThat(call.phone().await(Duration.ofMillis(1900))).isInstanceOf(InviteOutcome.StillRinging.class);
            assertThat(call.phone().heard().packets()).isZero();
            call.phone().answered();
            call.hungUpByTheRobot();
            assertThat(call.events(FillerPlayed.class)).isEmpty();
            assertThat(Stretches.of(call.phone().heard().pcm()).all()).hasSize(1);
        }
    }

    @Test
    void wherePromptsCannotBeHeardAToneTellsTheCallerThatItIsTheirTurn() throws Exception {
        Line line = board.line()
                .replies(
                        "{\"ivr_play\":\"no such sound\",\"wait_dtmf\":{\"timeout\":20,\"maxdigits\":1,\"name\":\"k\"}}",
                        "{\"hangup\":1}");
        try (var call = line.call()) {
            assertThat(call.phone().heard().awaitSound(0, Duration.ofSeconds(2)))
                    .as("%s", call.entries())
                    .isTrue();
            call.presses("5").hungUpByTheRobot();
            assertThat(call.events(TimelineEvent.Collected.class))
                    .singleElement()
                    .satisfies(input -> assertThat(input.digits()).isEqualTo("5"));
        }
    }

    @Test
    void aSlowSpeechEngineIsBridgedToo() throws Exception {
        Line line = board.line()
                .replies(HELLO, "{\"ivr_saytext\":\"Bonjour tout le monde.\",\"language\":\"fr\",\"hangup\":1}");
        try (var call = line.call()) {
            call.hungUpByTheRobot();
            nobodyListenedToSilence(call);
            assertThat(call.events(FillerPlayed.class)).isNotEmpty();
            assertThat(call.said()).containsExactly("Hello.", "Bonjour tout le monde.");
            assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
        }
    }
}
