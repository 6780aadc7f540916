package org.voicesecretary.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The sipp program as an independent peer: one scenario of src/test/resources/sipp, one call. */
final class Sipp implements AutoCloseable {

    private final Process process;
    private final Path directory;
    private final String scenario;

    private Sipp(Process process, Path directory, String scenario) {
        this.process = process;
        this.directory = directory;
        this.scenario = scenario;
    }

    private static String program() {
        for (String folder : System.getenv("PATH").split(":")) {
            Path candidate = Path.of(folder, "sipp");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        throw new AssertionError(
                "sipp is not on PATH, and these tests need it: `apt-get install sip-tester`, or `make test`, which installs it");
    }

    /** Calls {@code target}. */
    static Sipp calling(String scenario, InetSocketAddress target, String... options) throws IOException {
        var arguments = new ArrayList<>(List.of(options));
        arguments.add(target.getAddress().getHostAddress() + ":" + target.getPort());
        return start(scenario, arguments);
    }

    /** Waits for a call on {@code port} of 127.0.0.1. */
    static Sipp waiting(String scenario, int port, String... options) throws IOException {
        var arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-p", Integer.toString(port)));
        return start(scenario, arguments);
    }

    private static Sipp start(String scenario, List<String> arguments) throws IOException {
        Path directory = Files.createTempDirectory("sipp");
        var command = new ArrayList<String>(List.of(
                program(),
                "-sf",
                file(scenario).toString(),
                "-i",
                "127.0.0.1",
                "-m",
                "1",
                "-nostdin",
                "-timeout",
                "30s"));
        command.addAll(List.of(
                "-timeout_error",
                "-trace_err",
                "-trace_msg",
                "-error_file",
                directory.resolve("errors").toString()));
        command.addAll(List.of("-message_file", directory.resolve("messages").toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("screen").toFile())
                .start();
        return new Sipp(process, directory, scenario);
    }

    private static Path file(String scenario) {
        String name = "/sipp/" + scenario + ".xml";
        try {
            return Path.of(
                    Objects.requireNonNull(Sipp.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the scenario has run; a scenario that did not go as written fails the test with what sipp saw. */
    void succeeds() throws InterruptedException, IOException {
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            throw new AssertionError("sipp " + scenario + " does not end\n" + told());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("sipp " + scenario + " ended with " + process.exitValue() + "\n" + told());
        }
    }

    private String told() throws IOException {
        var text = new StringBuilder();
        for (String name : List.of("errors", "messages", "screen")) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                String all = Files.readString(file, StandardCharsets.ISO_8859_1);
                text.append("---- ").append(name).append('\n').append(all, 0, Math.min(8_000, all.length()));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
