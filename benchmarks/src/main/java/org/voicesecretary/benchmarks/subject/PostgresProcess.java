package org.voicesecretary.benchmarks.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.voicesecretary.benchmarks.BenchClock;

/** A PostgreSQL of Debian's package, with the settings of Debian, in a directory of its own. */
public final class PostgresProcess implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String USER = "voice";
    private static final long START_MILLIS = 30_000;
    private static final long STEP_MILLIS = 100;

    private final Process process;
    private final int port;

    private PostgresProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Empty where it is not installed. @param directory empty, for its data */
    public static Optional<PostgresProcess> start(Path directory, BenchClock clock)
            throws IOException, InterruptedException {
        Optional<Path> programs = programs();
        if (programs.isEmpty()) {
            return Optional.empty();
        }
        List<String> user = List.of();
        if (System.getProperty("user.name").equals("root")) { // it refuses to run as root
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
            user = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
        }
        String data = directory.resolve("data").toString();
        Process init = run(
                directory,
                user,
                List.of(
                        programs.get().resolve("initdb").toString(),
                        "-D",
                        data,
                        "-U",
                        USER,
                        "--auth=trust",
                        "--encoding=UTF8"));
        if (!init.waitFor(START_MILLIS, TimeUnit.MILLISECONDS) || init.exitValue() != 0) {
            throw new IOException("initdb failed: " + Files.readString(directory.resolve("log")));
        }
        int port = freePort();
        Process process = run(
                directory,
                user,
                List.of(
                        programs.get().resolve("postgres").toString(),
                        "-D",
                        data,
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "max_wal_size=4GB"));
        var server = new PostgresProcess(process, port);
        for (long waited = 0; !server.takesConnections(); waited += STEP_MILLIS) {
            if (waited > START_MILLIS || !process.isAlive()) {
                server.close();
                throw new IOException("PostgreSQL does not start: " + Files.readString(directory.resolve("log")));
            }
            clock.pass(STEP_MILLIS);
        }
        return Optional.of(server);
    }

    private static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder());
        }
    }

    private static Process run(Path directory, List<String> user, List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(user);
        whole.addAll(command);
        return new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private boolean takesConnections() {
        try (Connection connection = DriverManager.getConnection(url(), USER, "")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** What a server's environment has to say to work with it. */
    public Map<String, String> environment() {
        return Map.of("VOICE_SECRETARY_DATABASE_URL", url(), "VOICE_SECRETARY_DATABASE_USER", USER);
    }

    /** What PostgreSQL does by itself a minute later. */
    public void vacuum(String table) {
        try (Connection connection = DriverManager.getConnection(url(), USER, "");
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE " + table);
        } catch (SQLException e) {
            throw new IllegalStateException("VACUUM of " + table, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(START_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
