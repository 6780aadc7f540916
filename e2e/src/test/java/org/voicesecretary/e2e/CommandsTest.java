package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.server.ExitCode;
import org.voicesecretary.server.Main;
import org.voicesecretary.server.StopRequest;
import org.voicesecretary.server.Surroundings;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookDouble;

/** The commands that call, say and demonstrate, as an operator runs them. */
@Tag("e2e")
class CommandsTest {
    private static final String ASK = "{\"ivr_saytext\":\"Type your number.\",\"language\":\"en\","
            + "\"wait_dtmf\":{\"timeout\":5,\"attempts\":1,\"maxdigits\":4,\"name\":\"number\"}}";

    private static final Pattern INVITATION =
            Pattern.compile("(?m)\\./voice-secretary call sip:\\d+@127\\.0\\.0\\.1(:\\d+)?( --keys \"[^\"]*\")?$");

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void useFreePorts() {
        environment.put("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:0,tcp:127.0.0.1:0");
        environment.put("VOICE_SECRETARY_HTTP_LISTEN", "127.0.0.1:0");
        environment.put("VOICE_SECRETARY_RTP_PORTS", "34000-37999");
    }

    @Test
    void aScriptedCallPressesItsKeysWhenTheRobotIsSilentAndSavesWhatItHeard() throws Exception {
        try (var script = WebhookDouble.start();
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()))) {
            script.on(EventType.NOTIFY_START, DoubleReply.json(ASK));
            script.on(EventType.NOTIFY_IVR, DoubleReply.json("{\"hangup\":1}"));
            script.otherwise(DoubleReply.empty());

            Result result = run(
                    "call",
                    server.sip(RunningServer.NUMBER),
                    "--keys",
                    "wait speech wait quiet 1042",
                    "--record",
                    "heard/call.wav");

            assertThat(result.code).as(result.out + result.err).isEqualTo(ExitCode.WELL);
            assertThat(result.out)
                    .containsPattern("\\d+ ms {2}calling sip:" + RunningServer.NUMBER)
                    .containsPattern("\\d+ ms {2}answered, (PCMA|PCMU|G722)")
                    .containsSubsequence("speech", "silence, after", "key 1", "key 0", "key 4", "key 2")
                    .contains("the far end hung up (BYE", "call went well");
            assertThat(script.awaitRequest(EventType.NOTIFY_IVR, Duration.ofSeconds(5))
                            .field("wait_dtmf[digits]"))
                    .isEqualTo("1042");
            assertThat(WavFile.read(directory.resolve("heard/call.wav")).durationMillis())
                    .isGreaterThan(500);
        }
    }

    @Test
    void aCallThatHangsUpItselfOverTcpIsWellTooAndTellsItInJson() throws Exception {
        try (var script = WebhookDouble.start();
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()))) {
            script.on(EventType.NOTIFY_START, DoubleReply.json(ASK));
            script.otherwise(DoubleReply.empty());

            Result result = run(
                    "call",
                    server.sipOverTcp(RunningServer.NUMBER).replace(";transport=tcp", ""),
                    "--transport",
                    "tcp",
                    "--from",
                    "4930123",
                    "--keys",
                    "wait speech 1 hangup",
                    "--json");

            assertThat(result.code).as(result.out + result.err).isEqualTo(ExitCode.WELL);
            List<String> lines = result.out.lines().toList();
            assertThat(lines).allMatch(line -> line.startsWith("{\"at\":") && line.endsWith("}"));
            assertThat(lines).anyMatch(line -> line.contains("\"event\":\"key\",\"key\":\"1\""));
            assertThat(lines.getLast()).contains("\"event\":\"result\"", "\"well\":true", "\"bye\":true");
            assertThat(script.awaitRequest(EventType.NOTIFY_START, Duration.ofSeconds(5))
                            .field("caller_id"))
                    .isEqualTo("4930123");
        }
    }

    @Test
    void aRefusedCallFails() throws Exception {
        try (var script = WebhookDouble.start();
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()))) {
            Result result = run("call", server.sip("999"));
            assertThat(result.code).isEqualTo(ExitCode.FAILED);
            assertThat(result.out).contains("refused with 404", "call failed");
        }
    }

    @Test
    void aCallThatEndsBeforeItsKeyScriptFails() throws Exception {
        try (var script = WebhookDouble.start();
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()))) {
            script.otherwise(DoubleReply.json("{\"ivr_saytext\":\"Bye\",\"language\":\"en\",\"hangup\":1}"));

            Result result = run("call", server.sip(RunningServer.NUMBER), "--keys", "wait 10s 1");

            assertThat(result.code).as(result.out + result.err).isEqualTo(ExitCode.FAILED);
            assertThat(result.out)
                    .contains("the key script was not done: the call ended before the key script did", "call failed");
        }
    }

    @Test
    void aCallThatNobodyAnswersInTimeFailsAndIsGivenUp() throws Exception {
        try (var script = WebhookDouble.start();
                var server = RunningServer.start(
                        directory, RunningServer.account(script.url().toString()))) {
            script.on(EventType.NOTIFY_START, DoubleReply.empty().late(Duration.ofSeconds(4)));

            Result result = run("call", server.sip(RunningServer.NUMBER), "--timeout", "1s", "--record", "no.wav");

            assertThat(result.code).as(result.out + result.err).isEqualTo(ExitCode.FAILED);
            assertThat(result.out)
                    .contains("ringing (180", "hanging up: not answered within 1 s", "call failed: not answered");
            assertThat(directory.resolve("no.wav")).doesNotExist();
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsToldInOneSentenceBeforeAnybodyIsCalled() throws IOException {
        Files.writeString(directory.resolve("taken"), "a file");

        for (Result result : List.of(
                run("say", "Hi", "-o", "taken/hello.wav"),
                run("call", "sip:1@127.0.0.1:9", "--record", "taken/heard.wav"))) {
            assertThat(result.code).isEqualTo(ExitCode.FAILED);
            assertThat(result.err)
                    .endsWith(directory.resolve("taken")
                            + " is a file, expected a directory: remove it, or name another\n")
                    .hasLineCount(1);
            assertThat(result.out).isEmpty();
        }
    }

    @Test
    void whatIsWrongOnTheCommandLineOfACallIsSaidInOneSentence() {
        assertThat(run("call", "nobody").err)
                .contains("\"nobody\" is no SIP address", "See ./voice-secretary call --help");
        assertThat(run("call", "sip:1@127.0.0.1", "--keys", "wait").err).contains("key script, word 1: \"wait\"");
        assertThat(run("call", "sip:1@127.0.0.1", "--timeout", "soon").err).contains("\"soon\" is no duration");
        assertThat(run("call", "sip:1@127.0.0.1", "--from", "a b").err).contains("--from is \"a b\"");
        assertThat(run("call", "sip:1@127.0.0.1", "--keys", "x").code).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saySpeaksIntoAFileAndListsVoices() throws IOException {
        Result said = run("say", "Good morning.", "--language", "de", "-o", "new/hello.wav");
        assertThat(said.code).as(said.err).isEqualTo(ExitCode.WELL);
        assertThat(said.out).contains("hello.wav", "language de");
        assertThat(WavFile.read(directory.resolve("new/hello.wav")).durationMillis())
                .isGreaterThan(400);

        Result voices = run("say", "--list-voices", "--language", "ru");
        assertThat(voices.out.lines().skip(1).toList()).hasSizeGreaterThan(1).allMatch(line -> line.startsWith("ru"));

        List<String> all = run("say", "--list-voices").out.lines().skip(1).toList();
        for (String language : List.of("ru", "ua", "en", "es", "pl", "fr", "de")) {
            assertThat(all.stream().filter(line -> line.matches(language + "\\b.*")))
                    .as(language)
                    .hasSizeGreaterThanOrEqualTo(language.equals("en") ? 14 : 2);
        }

        assertThat(run("say", "--list-voices", "--language", "xx").code).isEqualTo(ExitCode.FAILED);
        assertThat(run("say", "Hello").err).contains("--output is missing");
        assertThat(run("say").err).contains("either a TEXT or --list-voices");
    }

    @Test
    void theDemoGoesAsExpectedAndEndsByItself() throws IOException {
        Result result = run("demo", "--once", "--record", "demo.wav");

        assertThat(result.code).as(result.out + result.err).isEqualTo(ExitCode.WELL);
        assertThat(result.out)
                .containsSubsequence(
                        "442037690000 calls 442037691884",
                        "→ script  NOTIFY_START",
                        "← script  {",
                        "server    answers",
                        "robot     “Welcome to the demo shop.”",
                        "presses 1",
                        "presses #",
                        "has 1042, ended by #",
                        "→ script  NOTIFY_IVR",
                        "robot     “Your balance is”",
                        "call over: script hung up",
                        "→ script  NOTIFY_END",
                        "What the caller heard: " + directory.resolve("demo.wav"),
                        "All as expected.")
                .doesNotContain("✗", "\u001b");
        assertThat(WavFile.read(directory.resolve("demo.wav")).durationMillis()).isGreaterThan(5000);
    }

    @Test
    void theDemoTellsHowToCallTheOthersAndStaysUpUntilItIsStopped() throws Exception {
        var stop = new StopRequest();
        var out = new StringWriter();
        try (var demo = inBackground(stop, out, "demo", "--record", "demo.wav")) {
            String printed = Eventually.get(
                    "the demo invites", Duration.ofSeconds(60), () -> after("Now you: the demo stays up", out));
            assertThat(printed)
                    .contains(
                            "  sip:442037691881@", "  sip:442037691882@", "  sip:442037691883@", "  sip:442037691884@")
                    .contains("Only this machine can call; `make demo LISTEN=0.0.0.0` lets your network in.");
            List<String> invitations = INVITATION
                    .matcher(printed)
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(invitations)
                    .hasSize(4)
                    .last()
                    .asString()
                    .endsWith(
                            "442037691884@127.0.0.1" + port(invitations) + " --keys \"wait speech wait quiet 1042#\"");

            Result own = run("call", invitations.getFirst().replace("./voice-secretary call ", ""));

            assertThat(own.code).as(own.out + own.err).isEqualTo(ExitCode.WELL);
            assertThat(after("Now you", out).orElseThrow()).contains("442037690000 calls 442037691881", "call over:");
            assertThat(demo.isRunning()).isTrue();
            stop.ask();
            assertThat(demo.code()).as(out.toString()).isEqualTo(ExitCode.WELL);
        }
    }

    @Test
    void aDemoWhoseCallIsCutShortIsNotAsExpectedAndFails() throws Exception {
        var stop = new StopRequest();
        var out = new StringWriter();
        try (var demo = inBackground(stop, out, "demo", "--once", "--record", "demo.wav")) {
            Eventually.get("a key is pressed", Duration.ofSeconds(60), () -> after("presses 1", out));
            stop.ask();
            assertThat(demo.code()).as(out.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(out.toString())
                    .contains("✗ the caller could not do all: stopped", "Not as expected: see the lines marked ✗.")
                    .doesNotContain("All as expected.");
        }
    }

    /** What was printed from these words on, once the line that they begin and what belongs to it is complete. */
    private static Optional<String> after(String words, StringWriter out) {
        String all = out.toString();
        int at = all.indexOf(words);
        boolean complete = at >= 0
                && all.endsWith("\n")
                && (!words.startsWith("Now you") || all.contains("lets your network in."));
        return complete ? Optional.of(all.substring(at)) : Optional.empty();
    }

    /** {@code :5060} or nothing, as the invitation has it. */
    private static String port(List<String> invitations) {
        return invitations.getFirst().replaceFirst(".*@127\\.0\\.0\\.1", "");
    }

    /** A command that runs until it is stopped. */
    private record Background(StopRequest stop, FutureTask<Integer> task) implements AutoCloseable {
        boolean isRunning() {
            return !task.isDone();
        }

        int code() throws Exception {
            return task.get(60, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            stop.ask();
        }
    }

    private Background inBackground(StopRequest stop, StringWriter out, String... arguments) {
        var printer = new PrintWriter(out, true);
        var surroundings = new Surroundings(directory, environment, printer, printer, false, () -> stop);
        var task = new FutureTask<>(() -> Main.run(surroundings, arguments));
        Thread.ofVirtual().name("command").start(task);
        return new Background(stop, task);
    }

    private Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(
                new Surroundings(directory, environment, new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
        return new Result(code, out.toString(), err.toString());
    }
}
