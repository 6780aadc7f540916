package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;

/** The server as a process: what it tells, how it stops, which code it ends with. */
@Tag("e2e")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeTest {
    private static final Pattern UDP = Pattern.compile("SIP +udp:127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void termLetsTheRunningCallFinishAndEndsWithZero() throws Exception {
        try (var script = WebhookDouble.start();
                var phone = TestPhone.onLoopback()) {
            script.on(
                    EventType.NOTIFY_START,
                    DoubleReply.json("{\"ivr_saytext\":\"Please press a key.\",\"language\":\"en\","
                            + "\"wait_dtmf\":{\"timeout\":20,\"attempts\":1,\"maxdigits\":1,\"name\":\"k\"}}"));
            script.on(EventType.NOTIFY_IVR, DoubleReply.json("{\"hangup\":1}"));
            script.otherwise(DoubleReply.empty());
            Files.writeString(
                    directory.resolve("account.yaml"),
                    RunningServer.account(script.url().toString()));

            Process server = serve("--account", "account.yaml", "--trace");
            BufferedReader out = server.inputReader();
            String port = awaitMatch(out, UDP);
            try (var call = phone.dial("sip:" + RunningServer.NUMBER + "@127.0.0.1:" + port)
                    .answered()) {
                server.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too
                awaitMatch(out, Pattern.compile("(Stopping: no new calls)"));
                assertThat(server.isAlive()).isTrue();
                assertThat(call.heard().awaitSound(0, Duration.ofSeconds(10))).isTrue();
                call.press("1");
                assertThat(call.awaitEnd(Duration.ofSeconds(10))).isPresent();
            }

            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
            assertThat(script.awaitRequest(EventType.NOTIFY_END, Duration.ofSeconds(1))
                            .field("disposition"))
                    .isEqualTo("answered");
        }
    }

    @Test
    void aSecondServerInTheSameDirectoryIsRefusedWithTheCodeOfConfiguration() throws Exception {
        Process first = serve();
        awaitMatch(first.inputReader(), UDP);

        Process second = serve();

        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(78);
        assertThat(new String(second.getErrorStream().readAllBytes())).contains("is in use by another running server");
        assertThat(first.isAlive()).isTrue();
    }

    private Process serve(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.voicesecretary.server.Main",
                "serve"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:0");
        builder.environment().put("VOICE_SECRETARY_HTTP_LISTEN", "127.0.0.1:0");
        builder.environment().put("VOICE_SECRETARY_RTP_PORTS", "38000-41999");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Reads on until a line has the pattern; the first group of it. */
    private static String awaitMatch(BufferedReader out, Pattern pattern) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            seen.add(line);
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("the process ended without " + pattern + ":\n" + String.join("\n", seen));
    }
}
