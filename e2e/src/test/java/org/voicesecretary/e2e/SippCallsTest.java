package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DoubleReply;

/** sipp calls the whole server, by the scenarios that the wire tests of the SIP stack use. */
@Tag("e2e")
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SippCallsTest {
    private static final Path SCENARIOS = Path.of("..", "sip", "src", "test", "resources", "sipp");
    private static final Path PROGRAM = Path.of("/usr/bin/sipp");

    @TempDir
    static Path directory;

    private Exchange exchange;

    @BeforeAll
    void start() throws Exception {
        exchange = Exchange.open(directory.resolve("server"));
    }

    @AfterAll
    void stop() {
        exchange.close();
    }

    /** Runs a scenario; one that does not go as written fails the test with what sipp saw. */
    private void runs(String scenario, String transport, Exchange.Line line, String... options) throws Exception {
        assertThat(PROGRAM)
                .as("sipp, which `apt-get install sip-tester` or `make test` installs")
                .isExecutable();
        Path own = Files.createDirectories(directory.resolve(scenario + "-" + line.number()));
        String text = Files.readString(SCENARIOS.resolve(scenario + ".xml"));
        assertThat(text).contains("sip:robot@");
        Path file = Files.writeString(
                own.resolve("scenario.xml"), text.replace("sip:robot@", "sip:" + line.number() + "@"));
        int port = exchange.server().port(transport.equals("t1") ? Transport.TCP : Transport.UDP);
        var command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "-sf",
                file.toString(),
                "-i",
                "127.0.0.1",
                "-mi",
                "127.0.0.1",
                "-nostdin",
                "-t",
                transport,
                "-timeout",
                "30s",
                "-timeout_error",
                "-trace_err",
                "-trace_msg",
                "-rtp_echo",
                "-error_file",
                own.resolve("errors").toString(),
                "-message_file",
                own.resolve("messages").toString()));
        command.addAll(List.of(options));
        command.add("127.0.0.1:" + port);
        Process process = new ProcessBuilder(command)
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("screen").toFile())
                .start();
        try {
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("sipp ends").isTrue();
            assertThat(process.exitValue())
                    .as(() -> "exit code of sipp\n" + told(own))
                    .isZero();
        } finally {
            process.destroy();
        }
    }

    private static String told(Path own) {
        var text = new StringBuilder();
        for (String name : List.of("errors", "messages", "screen")) {
            try {
                String all = new String(Files.readAllBytes(own.resolve(name)), UTF_8);
                text.append("---- ").append(name).append('\n').append(all, 0, Math.min(8_000, all.length()));
            } catch (IOException e) {
                text.append("---- no ").append(name).append('\n');
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "uac-call, u1",
        "uac-call, t1",
        "uac-100rel, u1",
        "uac-100rel, t1",
        "uac-reinvite, u1",
        "uac-reinvite, t1",
        "uac-delayed-offer, u1",
        "uac-delayed-offer, t1",
        "uac-lost-ack, u1"
    })
    void aCallerCallsAndHangsUp(String scenario, String transport) throws Exception {
        var line = exchange.line(Exchange.TONE_AND_KEY);
        runs(scenario, transport, line, "-m", "1");
        line.ended("answered", 16);
        assertThat(line.requests(EventType.NOTIFY_START)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"u1", "t1"})
    void aCallerGivesUp(String transport) throws Exception {
        var line = exchange.line(Exchange.TONE_AND_KEY);
        line.starting(DoubleReply.json(Exchange.TONE_AND_KEY).late(Duration.ofSeconds(2)));
        runs("uac-cancel", transport, line, "-m", "1");
        line.ended("cancel", 16);
    }

    @Test
    void manyCallersCallAtOnce() throws Exception {
        var line = exchange.line(Exchange.TONE_AND_KEY);
        runs("uac-call", "u1", line, "-m", "60", "-r", "30", "-l", "20");
        Eventually.that(
                () -> "60 calls are told as ended, but "
                        + line.requests(EventType.NOTIFY_END).size(),
                () -> line.requests(EventType.NOTIFY_END).size() == 60);
        assertThat(line.requests(EventType.NOTIFY_END))
                .allMatch(end -> end.field("disposition").equals("answered"));
    }

    @Test
    void optionsAreAnswered() throws Exception {
        runs("options", "u1", exchange.line(Exchange.HANG_UP), "-m", "1");
        runs("options", "t1", exchange.line(Exchange.HANG_UP), "-m", "1");
    }
}
