package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;

/**
 * A day in an office where nobody shares code with us: baresip is extension 101, linphone is 102, sipp is the provider. A caller is greeted
 * by the script, rings 101 in vain, is taken by 102, who hands the call on to 101; then 102 calls out. The script hears of everything once,
 * in order.
 */
@Tag("e2e")
@Timeout(120)
class OfficeStoryTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path SIPP = Path.of("/usr/bin/sipp");
    private static final Path STAYING_CALLER =
            Path.of("src", "test", "resources", "sipp", "caller-stays.xml").toAbsolutePath();
    private static final Path ANSWERING_PROVIDER = Path.of(
                    "..", "sip", "src", "test", "resources", "sipp", "uas-answer.xml")
            .toAbsolutePath();
    private static final double ANN = 440;
    private static final double BOB = 620;

    @TempDir
    Path directory;

    private final WebhookDouble script = WebhookDouble.start();
    private final List<Process> sipps = new ArrayList<>();
    private int provider;
    private RunningServer server;

    @BeforeEach
    void open() throws Exception {
        provider = FreePort.any();
        String account =
                """
                account: {name: Test shop, key: %s, pbx-id: 123456, secret: %s, time-zone: Europe/Berlin, language: en, country: GB}
                webhook: {url: "%s"}
                trunks: [{name: provider, host: 127.0.0.1, port: %d, allow: [127.0.0.0/8], probe: off}]
                numbers: [{number: "%s", recording: always}]
                outgoing: {allow: true}
                recording: {format: wav}
                extensions:
                  - {number: 101, name: Ann, password: secret-of-101}
                  - {number: 102, name: Bob, password: secret-of-102}
                scenarios:
                  - {menu: 0, key: 1, list: [{extension: 101, duration: 2s}, {extension: 102, delay: 2s, duration: 30s}]}
                """.formatted(RunningServer.KEY, RunningServer.SECRET, script.url(), provider, RunningServer.NUMBER);
        server = RunningServer.start(directory, account);
        script.otherwise(DoubleReply.empty())
                .on(EventType.NOTIFY_START, DoubleReply.json("{\"ivr_saytext\":\"Welcome.\",\"language\":\"en\"}"))
                .on(EventType.NOTIFY_IVR, DoubleReply.json("{\"redirect\":\"0-1\"}"));
    }

    @AfterEach
    void close() {
        sipps.forEach(Process::destroy);
        server.close();
        script.close();
    }

    /** Plays one call of a scenario. */
    private Process sipp(String name, Path scenario, String... more) throws Exception {
        assertThat(SIPP)
                .as("sipp, which `apt-get install sip-tester` or `make test` installs")
                .isExecutable();
        Path own = Files.createDirectories(directory.resolve("sipp-" + name));
        var command = new ArrayList<>(List.of(
                SIPP.toString(),
                "-sf",
                scenario.toString(),
                "-i",
                "127.0.0.1",
                "-mi",
                "127.0.0.1",
                "-mp",
                String.valueOf(FreePort.any()),
                "-nostdin",
                "-m",
                "1",
                "-timeout",
                "60s",
                "-timeout_error",
                "-trace_err",
                "-error_file",
                own.resolve("errors").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("screen").toFile())
                .start();
        sipps.add(process);
        return process;
    }

    private Process callerFromOutside() throws Exception {
        return sipp("caller", STAYING_CALLER, "-s", RunningServer.NUMBER, "127.0.0.1:" + server.port(Transport.UDP));
    }

    private void wentAsWritten(Process sipp) throws Exception {
        assertThat(sipp.waitFor(30, TimeUnit.SECONDS)).as("sipp ends").isTrue();
        assertThat(sipp.exitValue()).as("exit code of sipp").isZero();
    }

    /** The kinds of events with the extension that they are about, as the script has heard of them so far. */
    private List<String> told() {
        return script.requests().stream()
                .map(request -> (request.field("event") + " " + request.field("internal")).strip())
                .toList();
    }

    /** What an extension said, as it was recorded. */
    private Pcm recordingOf(String extension) throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("data/recordings"))) {
            Path recording = files.filter(file -> file.getFileName().toString().contains("-" + extension + "-"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no recording of " + extension));
            return rightSide(Files.readAllBytes(recording));
        }
    }

    /** The second of the two channels, on which the extension is. */
    private static Pcm rightSide(byte[] wav) {
        ByteBuffer bytes = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[(wav.length - 44) / 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bytes.getShort(46 + 4 * i);
        }
        return new Pcm(samples, bytes.getInt(24));
    }

    @Test
    void aCallerIsGreetedTakenHandedOnAndRecordedAndACallGoesOut() throws Exception {
        try (Baresip ann = Baresip.answeringByHand(
                        directory.resolve("ann"), "123456-101", "secret-of-101", server.port(Transport.UDP), ANN);
                Linphone bob = Linphone.registering(
                        directory.resolve("bob"), "123456-102", "secret-of-102", server.port(Transport.UDP), BOB)) {
            ann.shows("200 OK");
            bob.registered();

            Process caller = callerFromOutside();
            ann.tells("CALL_INCOMING");
            bob.shows("Receiving new incoming call from");
            bob.types("answer");
            bob.shows("Media streams established");
            Eventually.that("Bob has taken the call, but " + told(), () -> told().contains("NOTIFY_ANSWER 102"));
            bob.hearsForASecond(); // his own hum, which the caller sends back

            ann.forgets();
            bob.types("*101#");
            ann.tells("CALL_INCOMING");
            ann.command("accept", "");
            ann.tells("CALL_ESTABLISHED");
            ann.hearsForASecond();
            bob.types("terminate");
            bob.shows("ended (");
            Eventually.that("Ann has taken the call, but " + told(), () -> told().contains("NOTIFY_ANSWER 101"));
            ann.hearsForASecond(); // the caller, who sends back her hum
            ann.command("hangup", "");
            wentAsWritten(caller);
            WebhookRequest end = script.awaitRequest(EventType.NOTIFY_END, SOON);
            assertThat(end.field("disposition")).isEqualTo("answered");
            Eventually.that(
                    "both talks are recorded, but " + told(),
                    () -> script.requests(EventType.NOTIFY_RECORD).size() == 2);
            assertThat(Heard.has(recordingOf("102"), BOB)).isTrue();
            assertThat(Heard.has(recordingOf("101"), ANN)).isTrue();

            Process outside = sipp("provider", ANSWERING_PROVIDER, "-p", String.valueOf(provider));
            bob.types("call 02037690000");
            bob.shows("Call 2 with sip:02037690000@127.0.0.1 connected");
            bob.types("terminate");
            wentAsWritten(outside);
            WebhookRequest outEnd = script.awaitRequest(EventType.NOTIFY_OUT_END, SOON);
            assertThat(outEnd.field("disposition")).isEqualTo("answered");
        }
        assertThat(told())
                .containsExactly(
                        "NOTIFY_START",
                        "NOTIFY_IVR",
                        "NOTIFY_INTERNAL 101",
                        "NOTIFY_INTERNAL_END 101",
                        "NOTIFY_INTERNAL 102",
                        "NOTIFY_ANSWER 102",
                        "NOTIFY_INTERNAL 101",
                        "NOTIFY_ANSWER 101",
                        "NOTIFY_END 101",
                        "NOTIFY_RECORD",
                        "NOTIFY_RECORD",
                        "NOTIFY_OUT_START 102",
                        "NOTIFY_ANSWER",
                        "NOTIFY_OUT_END 102");
    }
}
