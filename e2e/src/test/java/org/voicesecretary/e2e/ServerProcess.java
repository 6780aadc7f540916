package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} as a process of its own, which can be told to stop, or be killed, and started again on the same data. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern UDP = Pattern.compile("SIP +udp:127\\.0\\.0\\.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Process process;
    private final Path out;
    private final Path err;
    private final String port;

    private ServerProcess(Path directory, Process process, Path out, Path err) throws InterruptedException {
        this.directory = directory;
        this.process = process;
        this.out = out;
        this.err = err;
        try {
            this.port = awaits(UDP);
        } catch (AssertionError | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * Starts the server and waits until it listens.
     *
     * @param directory has the {@code account.yaml}, and the data of the runs before
     * @param settings further keys as environment variables name them
     * @param options of {@code serve}
     */
    static ServerProcess start(Path directory, Map<String, String> settings, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.voicesecretary.server.Main",
                "serve",
                "--account",
                "account.yaml"));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("VOICE_SECRETARY_SIP_LISTEN", "udp:127.0.0.1:0");
        builder.environment().put("VOICE_SECRETARY_HTTP_LISTEN", "127.0.0.1:0");
        builder.environment().put("VOICE_SECRETARY_RTP_PORTS", "42000-45999");
        builder.environment()
                .put("VOICE_SECRETARY_DATA_DIR", directory.resolve("data").toString());
        builder.environment().putAll(settings);
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new ServerProcess(directory, process, out, err);
    }

    String sip(String number) {
        return "sip:" + number + "@127.0.0.1:" + port;
    }

    /** Waits until a line of its output has the pattern; the first group of it. */
    String awaits(Pattern pattern) throws InterruptedException {
        return Eventually.get(pattern + " in the output of the server, whose log is " + err, PATIENCE, () -> {
            Matcher matcher = pattern.matcher(
                    text(out) + text(err)); // where standard output has the trace, people read the other
            if (!matcher.find()) {
                assertThat(process.isAlive())
                        .as("the server lives; it said %s and logged %s", text(out), text(err))
                        .isTrue();
                return Optional.empty();
            }
            return Optional.of(matcher.group(1));
        });
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL: nothing is put in order. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits for its end, and tells how it ended. */
    int exit(Duration within) throws InterruptedException {
        assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
                .as("the server ends within %s; it logged %s", within, text(err))
                .isTrue();
        return process.exitValue();
    }

    /** What it printed on standard output. */
    String output() {
        return text(out);
    }

    String log() {
        return text(err);
    }

    /** What each event came to: its state and the number of attempts. */
    List<String> events() {
        return rows("SELECT state || ' ' || attempts FROM outbox_events ORDER BY event_id");
    }

    /** A column of the database, as text. */
    List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/voice-secretary.db"));
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return rows;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
