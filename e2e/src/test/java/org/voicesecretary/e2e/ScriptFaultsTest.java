package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineEvent.Said;

/**
 * Whatever is wrong with a script, the caller hears somebody soon: the fallback, or an apology. The timeline names the fault, and
 * the end is told once.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class ScriptFaultsTest {
    private static final String APOLOGY = "Sorry, goodbye.";
    private static final String RESCUED = "The fallback is here.";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** For speech, sound and a busy machine. */
    private static final Duration SLACK = Duration.ofMillis(1500);

    /** What is wrong, and a word by which the timeline tells it. */
    enum Wrong {
        DOWN("Connection refused"),
        NEVER("no complete reply"),
        DRIBBLING("no complete reply"),
        ENDLESS("longer than"),
        REDIRECTED("status 302"),
        STATUS_500("status 500"),
        HTML_ONLY("JSON"),
        WRONG_CERTIFICATE("TLS failed");

        private final String word;

        Wrong(String word) {
            this.word = word;
        }

        DoubleReply reply() {
            return switch (this) {
                case DOWN, WRONG_CERTIFICATE -> throw new IllegalStateException(this + " gives no reply");
                case NEVER -> DoubleReply.never();
                case DRIBBLING -> DoubleReply.json("{\"hangup\":1}").dribbling(2, Duration.ofMillis(100));
                case ENDLESS -> DoubleReply.endless("{\"hangup\":1}".repeat(100));
                case REDIRECTED -> DoubleReply.redirectTo(elsewhere.url().toString());
                case STATUS_500 -> DoubleReply.status(500);
                case HTML_ONLY -> DoubleReply.body("<html><body><b>Warning</b>: no array</body></html>");
            };
        }

        /** Whether the script cannot be reached at all. */
        boolean unreachable() {
            return this == DOWN || this == WRONG_CERTIFICATE;
        }
    }

    enum Fallback {
        ANSWERS,
        FAILS_TOO,
        NONE
    }

    @TempDir
    static Path directory;

    private static final Set<Line> CALLED = ConcurrentHashMap.newKeySet();
    private static WebhookDouble elsewhere;
    private static WebhookDouble distrusted;
    private static Switchboard board;

    /** Each fault with each fallback; every other one at the first question, where there is one to begin with. */
    static Stream<Arguments> faults() {
        return Arrays.stream(Wrong.values())
                .flatMap(wrong -> Arrays.stream(Fallback.values())
                        .map(fallback -> Arguments.of(
                                wrong,
                                fallback,
                                wrong.unreachable() || (wrong.ordinal() + fallback.ordinal()) % 2 == 0
                                        ? EventType.NOTIFY_START
                                        : EventType.NOTIFY_IVR)));
    }

    @BeforeAll
    static void openTheSwitchboard() throws Exception {
        elsewhere = WebhookDouble.start();
        distrusted = WebhookDouble.start(SelfSigned.certificate(directory));
        Switchboard.Plan plan = Switchboard.in(directory).with("phrases: {en: {9: \"" + APOLOGY + "\"}}");
        for (Wrong wrong : Wrong.values()) {
            String url = switch (wrong) {
                case DOWN -> "http://127.0.0.1:" + FreePort.any() + "/hook";
                case WRONG_CERTIFICATE -> distrusted.url().toString();
                default -> "%hook%";
            };
            for (Fallback fallback : Fallback.values()) {
                plan.line(
                        name(wrong, fallback),
                        "webhook: {url: \"" + url + "\", timeout: " + TIMEOUT.toSeconds() + "s"
                                + (fallback == Fallback.NONE ? "" : ", fallback-url: \"%base%/fallback\"") + "}");
            }
        }
        board = plan.open();
    }

    @AfterAll
    static void theEndOfEachCallWasToldOnce() throws Exception {
        try {
            assertThat(elsewhere.requests()).as("redirects are not followed").isEmpty();
            for (Line line : CALLED) {
                line.awaits(EventType.NOTIFY_END);
            }
        } finally {
            board.close();
            distrusted.close();
            elsewhere.close();
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + board.data() + "/voice-secretary.db");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*), COUNT(DISTINCT call_id) FROM outbox_events"
                        + " WHERE event = 'NOTIFY_END'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(Wrong.values().length * Fallback.values().length);
            assertThat(rows.getInt(2)).isEqualTo(rows.getInt(1));
        }
        for (Line line : CALLED) {
            assertThat(line.script().requests(EventType.NOTIFY_END)).hasSize(1);
        }
    }

    private static String name(Wrong wrong, Fallback fallback) {
        return wrong + " " + fallback;
    }

    private static Function<WebhookRequest, DoubleReply> script(Fallback fallback, DoubleReply main) {
        return request -> {
            if (!request.target().startsWith("/fallback")) {
                return main;
            }
            return fallback == Fallback.ANSWERS
                    ? DoubleReply.json("{\"ivr_saytext\":\"" + RESCUED + "\",\"language\":\"en\",\"hangup\":1}")
                    : DoubleReply.status(503);
        };
    }

    @ParameterizedTest(name = "{0} at {2}, fallback: {1}")
    @MethodSource("faults")
    void theCallerHearsSomebodyWhateverIsWrong(Wrong wrong, Fallback fallback, EventType when) throws Exception {
        Line line = board.line(name(wrong, fallback));
        DoubleReply bad = wrong.unreachable() ? DoubleReply.empty() : wrong.reply();
        if (when == EventType.NOTIFY_IVR) {
            line.script()
                    .on(EventType.NOTIFY_START, DoubleReply.json("{\"ivr_saytext\":\"Hello.\",\"language\":\"en\"}"));
        }
        line.script().on(when, script(fallback, bad));
        if (!wrong.unreachable()) {
            CALLED.add(line);
        }
        try (var call = line.call()) {
            String expected = fallback == Fallback.ANSWERS ? RESCUED : APOLOGY;
            Said said = call.awaits(Said.class, one -> !one.text().equals("Hello."));
            assertThat(said.text()).as("%s", call.entries()).isEqualTo(expected);
            call.hungUpByTheRobot();
            call.hears(said);

            var faults = call.events(TimelineEvent.Fault.class);
            assertThat(faults)
                    .as("the fault of each script that was asked")
                    .hasSize(fallback == Fallback.FAILS_TOO ? 2 : 1)
                    .allMatch(fault ->
                            fault.kind() == FaultKind.SCRIPT && !fault.mend().isBlank());
            assertThat(faults.getFirst().problem()).contains(when.name(), wrong.word);
            assertThat(call.ended().fault()).isEqualTo(fallback == Fallback.ANSWERS ? null : FaultKind.SCRIPT);
            assertThat(call.ended().disposition()).isEqualTo("answered");

            long asked = call.millisOf(
                    TimelineEvent.WebhookRequest.class, one -> one.event().equals(when.name()));
            assertThat(call.millisOf(Said.class, one -> one.text().equals(expected)) - asked)
                    .as("milliseconds from the question to the first word")
                    .isLessThan(TIMEOUT.plus(SLACK).toMillis());
        }
    }
}
