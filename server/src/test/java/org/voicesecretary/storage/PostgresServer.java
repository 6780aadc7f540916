package org.voicesecretary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PostgreSQL of Debian's package that the tests start for themselves: on a free port, in a directory of its own, as a user who
 * is not root. It ends with the tests, however they end.
 */
final class PostgresServer {
    private static final String USER = "voice";
    /** Ends when its standard input does, which is when this process does, and takes the directory with it. */
    private static final String UNTIL_THE_TESTS_END =
            "dir=$1; shift; \"$@\" & pid=$!; cat >/dev/null; kill -INT $pid; wait $pid; rm -rf \"$dir/data\"";

    private static final class Holder {
        static final PostgresServer ONE = start();
    }

    private final Path directory;
    private final List<String> user;
    private final List<String> command;
    private final int port;
    private Process process;

    private PostgresServer(Path directory, List<String> user, List<String> command, int port) throws IOException {
        this.directory = directory;
        this.user = user;
        this.command = command;
        this.port = port;
        this.process = process(directory, user, command);
    }

    /** One that belongs to a test alone, which may stop it. */
    static PostgresServer own() {
        return start();
    }

    /** As if its machine had lost its power: nobody is told. */
    void crash() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle postgres = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(postgres.descendants(), Stream.of(postgres)).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Eventually.holds("PostgreSQL is gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** The same once more, at the same port and with the same data. */
    void startAgain() throws IOException, InterruptedException {
        Files.deleteIfExists(directory.resolve("data").resolve("postmaster.pid"));
        process = process(directory, user, command);
        Eventually.holds("PostgreSQL takes connections, see " + directory.resolve("log"), this::takesConnections);
    }

    /** The one of this run; started when it is first asked for. */
    static PostgresServer running() {
        if (!Holder.ONE.process.isAlive()) {
            throw new AssertionError("the PostgreSQL of the tests has ended with " + Holder.ONE.process.exitValue());
        }
        return Holder.ONE;
    }

    Map<String, String> settings(Path path) {
        String schema = schema(path);
        execute("CREATE SCHEMA IF NOT EXISTS " + schema);
        return settings(schema);
    }

    private Map<String, String> settings(String schema) {
        return Map.of(
                "VOICE_SECRETARY_DATABASE_URL",
                url() + "?currentSchema=" + schema,
                "VOICE_SECRETARY_DATABASE_USER",
                USER);
    }

    private static String schema(Path path) {
        return "t"
                + UUID.nameUUIDFromBytes(path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
    }

    /**
     * Puts what the migrations make into the schema of a path, unless there is something: to copy it takes a fraction of the time that
     * they do.
     */
    void migrated(Path path) {
        String schema = schema(path);
        try (Connection connection = DriverManager.getConnection(url(), USER, "");
                var statement = connection.createStatement()) {
            try (var tables = connection.getMetaData().getTables(null, schema, null, new String[] {"TABLE"})) {
                if (tables.next()) {
                    return;
                }
            }
            statement.execute(Migrated.SQL.replace(Migrated.SCHEMA + ".", schema + "."));
        } catch (SQLException e) {
            throw new IllegalStateException(schema, e);
        }
    }

    /** A schema that the migrations have made, as the statements that make it once more. */
    private static final class Migrated {
        static final String SCHEMA = "made_by_the_migrations";
        static final String SQL = dump(running());

        private static String dump(PostgresServer server) {
            server.execute("CREATE SCHEMA " + SCHEMA);
            var config = TestDatabase.config(Path.of("."), server.settings(SCHEMA));
            SchemaAt.of(config, new DataDirectory(Path.of(".")), Database.newestSchema())
                    .close();
            try {
                Path file = server.directory.resolve("migrated.sql");
                Process dump = new ProcessBuilder(
                                programs().resolve("pg_dump").toString(),
                                "--dbname=postgresql://" + USER + "@127.0.0.1:" + server.port + "/postgres",
                                "--schema=" + SCHEMA,
                                "--inserts",
                                "--no-owner")
                        .redirectError(ProcessBuilder.Redirect.appendTo(
                                server.directory.resolve("log").toFile()))
                        .redirectOutput(file.toFile())
                        .start();
                if (!dump.waitFor(60, TimeUnit.SECONDS) || dump.exitValue() != 0) {
                    throw new AssertionError("pg_dump failed: " + Files.readString(server.directory.resolve("log")));
                }
                return Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("\\") && !line.startsWith("CREATE SCHEMA "))
                        .collect(Collectors.joining("\n"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while the schema is read", e);
            }
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Runs a statement as the owner of everything. */
    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), USER, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static PostgresServer start() {
        try {
            Path programs = programs();
            Path directory = Files.createTempDirectory("voice-secretary-postgresql");
            List<String> user = List.of();
            if (System.getProperty("user.name").equals("root")) { // initdb and postgres refuse to run as root
                Files.setOwner(
                        directory,
                        directory
                                .getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName("postgres"));
                user = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
            }
            String data = directory.resolve("data").toString();
            Process init = process(
                    directory,
                    user,
                    List.of(
                            programs.resolve("initdb").toString(),
                            "--pgdata=" + data,
                            "--username=" + USER,
                            "--auth=trust",
                            "--encoding=UTF8",
                            "--locale=C.UTF-8",
                            "--no-sync"));
            if (!init.waitFor(60, TimeUnit.SECONDS) || init.exitValue() != 0) {
                throw new AssertionError("initdb failed: " + Files.readString(directory.resolve("log")));
            }
            int port = freePort();
            List<String> command =
                    new ArrayList<>(List.of("sh", "-c", UNTIL_THE_TESTS_END, "sh", directory.toString()));
            command.addAll(List.of(programs.resolve("postgres").toString(), "-D", data, "-p", String.valueOf(port)));
            for (String setting : List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "fsync=off",
                    "full_page_writes=off",
                    "shared_buffers=64MB",
                    "max_connections=60")) {
                command.addAll(List.of("-c", setting));
            }
            var server = new PostgresServer(directory, user, command, port);
            Eventually.holds("PostgreSQL takes connections, see " + directory.resolve("log"), server::takesConnections);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while PostgreSQL starts", e);
        }
    }

    private boolean takesConnections() {
        try (Connection connection = DriverManager.getConnection(url(), USER, "")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Of the newest version. */
    private static Path programs() throws IOException {
        Path all = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(all)) {
            try (Stream<Path> versions = Files.list(all)) {
                var newest = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                        .max(Comparator.naturalOrder());
                if (newest.isPresent()) {
                    return newest.get();
                }
            }
        }
        throw new AssertionError("there is no PostgreSQL in " + all
                + ": install the Debian package postgresql (make test does so by itself as root)");
    }

    private static Process process(Path directory, List<String> user, List<String> command) throws IOException {
        return new ProcessBuilder(Stream.concat(user.stream(), command.stream()).toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
