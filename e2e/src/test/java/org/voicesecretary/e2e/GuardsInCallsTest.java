package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** Calls that would never end are ended (A19), and what the operator writes about calls and scripts reaches them. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class GuardsInCallsTest {
    private static final int STEPS = 6;
    private static final int SPINS = 3;
    private static final Duration LONGEST = Duration.ofSeconds(7);
    private static final String NO_SOUND = "{\"ivr_play\":\"no such sound\"}";

    @TempDir
    static Path directory;

    private static Switchboard board;

    @BeforeAll
    static void openTheSwitchboard() throws Exception {
        board = Switchboard.in(directory)
                .lines(4)
                .setting("VOICE_SECRETARY_CALLS_MAX_DURATION", LONGEST.toSeconds() + "s")
                .setting("VOICE_SECRETARY_CALLS_MAX_STEPS", Integer.toString(STEPS))
                .setting("VOICE_SECRETARY_CALLS_SPIN_STEPS", Integer.toString(SPINS))
                .setting("VOICE_SECRETARY_CALLS_SPIN_UNDER", "300ms")
                .setting("VOICE_SECRETARY_WEBHOOK_ANONYMOUS_CALLER", "unknown")
                .open();
    }

    @AfterAll
    static void closeIt() {
        board.close();
    }

    private static void endedByAGuard(Line line, LineCall call, String problem) throws Exception {
        call.hungUpByTheRobot();
        assertThat(call.ended().fault()).isEqualTo(FaultKind.SCRIPT);
        assertThat(call.events(TimelineEvent.Fault.class))
                .last()
                .satisfies(fault -> assertThat(fault.problem()).contains(problem));
        assertThat(line.awaits(EventType.NOTIFY_END).field("disposition")).isEqualTo("answered");
        assertThat(line.script().requests(EventType.NOTIFY_END)).hasSize(1);
    }

    @Test
    void aScriptThatSpinsIsStopped() throws Exception {
        Line line = board.line();
        line.script().on(EventType.NOTIFY_START, DoubleReply.json(NO_SOUND));
        line.script().on(EventType.NOTIFY_IVR, _ -> DoubleReply.json(NO_SOUND));
        try (var call = line.call()) {
            endedByAGuard(line, call, "took " + SPINS + " steps in a row of under 300 ms each");
            assertThat(line.script().requests(EventType.NOTIFY_IVR)).hasSizeLessThan(STEPS);
        }
    }

    @Test
    void aScriptOfTooManyStepsIsStopped() throws Exception {
        Line line = board.line();
        line.script().on(EventType.NOTIFY_START, DoubleReply.json(NO_SOUND));
        line.script().on(EventType.NOTIFY_IVR, _ -> DoubleReply.json(NO_SOUND).late(Duration.ofMillis(400)));
        try (var call = line.call()) {
            endedByAGuard(line, call, "took " + STEPS + " steps, the most allowed");
            assertThat(line.script().requests(EventType.NOTIFY_IVR)).hasSize(STEPS - 1);
        }
    }

    @Test
    void aCallThatLastsTooLongIsEnded() throws Exception {
        Line line =
                board.line().replies("{\"wait_dtmf\":{\"timeout\":60,\"attempts\":10,\"maxdigits\":1,\"name\":\"k\"}}");
        try (var call = line.call()) {
            long started = System.nanoTime();
            endedByAGuard(line, call, "lasted 7 s, the longest duration allowed");
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(LONGEST.minusSeconds(2), LONGEST.plusSeconds(3));
        }
    }

    @Test
    void aCallerWithoutANumberIsCalledAsTheOperatorWishes() throws Exception {
        Line line = board.line().replies("{\"hangup\":1}");
        try (var call = line.dial(DialOptions.DEFAULTS.from("anonymous"))) {
            assertThat(call.phone().refused().status()).isEqualTo(603);
            assertThat(line.awaits(EventType.NOTIFY_START).field("caller_id")).isEqualTo("unknown");
            assertThat(line.awaits(EventType.NOTIFY_END).field("caller_id")).isEqualTo("unknown");
        }
    }
}
