package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A provider that shares no code with us: sipp plays one call by a scenario of {@code src/test/resources/sipp}, and sends back what it hears. */
final class SippTrunk implements AutoCloseable {
    private static final Path SCENARIOS =
            Path.of("src", "test", "resources", "sipp").toAbsolutePath();
    private static final Path PROGRAM = Path.of("/usr/bin/sipp");

    private final Process process;
    private final Path own;

    private SippTrunk(Process process, Path own) {
        this.process = process;
        this.own = own;
    }

    static SippTrunk plays(String scenario, int port, Path directory) throws IOException, InterruptedException {
        assertThat(PROGRAM)
                .as("sipp, which `apt-get install sip-tester` or `make test` installs")
                .isExecutable();
        Path own = Files.createTempDirectory(directory, scenario);
        Process process = new ProcessBuilder(List.of(
                        PROGRAM.toString(),
                        "-sf",
                        SCENARIOS.resolve(scenario + ".xml").toString(),
                        "-i",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-mi",
                        "127.0.0.1",
                        "-mp",
                        String.valueOf(FreePort.any()),
                        "-nostdin",
                        "-m",
                        "1",
                        "-timeout",
                        "30s",
                        "-timeout_error",
                        "-trace_err",
                        "-trace_msg",
                        "-rtp_echo",
                        "-error_file",
                        own.resolve("errors").toString(),
                        "-message_file",
                        own.resolve("messages").toString()))
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("screen").toFile())
                .start();
        var trunk = new SippTrunk(process, own);
        Eventually.that(() -> "sipp listens; " + trunk.told(), () -> isBound(port) || !process.isAlive());
        return trunk;
    }

    /** Asked of the system: whoever tries to bind the port himself may take it away from sipp. */
    private static boolean isBound(int port) {
        try {
            return Files.readString(Path.of("/proc/net/udp")).contains("0100007F:%04X ".formatted(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The call went as the scenario has it. */
    void wentAsWritten() throws InterruptedException {
        assertThat(process.waitFor(40, TimeUnit.SECONDS))
                .as("sipp ends; %s", told())
                .isTrue();
        assertThat(process.exitValue()).as(() -> "exit code of sipp\n" + told()).isZero();
    }

    /** What sipp has to say. */
    String told() {
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

    @Override
    public void close() {
        process.destroy();
    }
}
