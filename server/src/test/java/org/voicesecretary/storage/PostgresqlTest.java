package org.voicesecretary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.config.DatabaseConfig;

/** What only a database server has: a network before it, and other servers that reach it. */
@Tag("db")
@Timeout(60)
class PostgresqlTest {
    @TempDir
    Path path;

    private final PostgresServer server = PostgresServer.running();
    private DatabaseConfig config;
    private TestDatabase db;

    @BeforeEach
    void open() {
        config = TestDatabase.config(path, server.settings(path));
        db = TestDatabase.open(path.resolve("data"), config);
    }

    @AfterEach
    void close() {
        db.close();
    }

    private Database openAlone() {
        return Database.openAlone(config, db.directory());
    }

    @Test
    void oneServerAloneWorksWithADatabaseAndCommandsBesideIt() {
        try (Database first = openAlone()) {
            assertThatThrownBy(this::openAlone)
                    .isInstanceOf(StorageException.class)
                    .hasMessage("database " + server.url() + " is in use by another running server;"
                            + " stop that one, or give this one a database of its own");
            db.writer().write(h -> h.execute("UPDATE directory_version SET version = 5"));
            assertThat(version(first)).isEqualTo(5);
        }
        openAlone().close();
    }

    @Test
    void serversWithSchemasOfTheirOwnShareADatabase() {
        DatabaseConfig other = TestDatabase.config(path, server.settings(path.resolve("other")));
        try (Database first = openAlone();
                Database second = Database.openAlone(other, db.directory())) {
            assertThat(version(first)).isEqualTo(version(second));
        }
    }

    @Test
    void aServerWhoseConnectionsAreCutGoesOnWithNewOnes() throws InterruptedException {
        try (Database alone = openAlone();
                var writer = GroupCommitWriter.start(alone, 100, Duration.ofSeconds(5), db.metrics())) {
            writer.write(h -> h.execute("UPDATE directory_version SET version = 5"));
            cutConnections();
            assertThatThrownBy(() -> writer.write(h -> h.execute("UPDATE directory_version SET version = 6")))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.fault()).isEqualTo(StorageException.Fault.UNAVAILABLE));
            writer.write(h -> h.execute("UPDATE directory_version SET version = 7"));
            Eventually.holds("read anew", () -> {
                try {
                    return version(alone) == 7;
                } catch (StorageException e) {
                    return false; // the pool had not noticed yet
                }
            });
        }
    }

    @Test
    void aServerThatHasLostTheDatabaseToAnotherCannotWriteAnyMore() {
        try (Database first = openAlone();
                var writer = GroupCommitWriter.start(first, 100, Duration.ofSeconds(5), db.metrics())) {
            writer.write(h -> h.execute("UPDATE directory_version SET version = 5"));
            cutConnections();
            try (Database second = openAlone()) {
                for (int tries = 0; tries < 2; tries++) {
                    assertThatThrownBy(() -> writer.write(h -> h.execute("UPDATE directory_version SET version = 6")))
                            .isInstanceOf(StorageException.class);
                }
                assertThatThrownBy(() -> writer.write(h -> h.execute("UPDATE directory_version SET version = 6")))
                        .hasMessageContaining("is in use by another running server");
                assertThat(version(second)).isEqualTo(5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://127.0.0.1:1/x | it cannot be reached or does not let us in",
                "jdbc:postgresql://127.0.0.1:PORT/nowhere | database \"nowhere\" does not exist",
                "jdbc:mysql://127.0.0.1/x | is of an unknown kind; expected jdbc:postgresql://host/database",
            })
    void aDatabaseThatCannotBeOpenedIsExplainedWithoutWhatIsSecret(String url, String expected) {
        String port = server.url().replaceAll(".*:([0-9]+)/.*", "$1");
        DatabaseConfig wrong = TestDatabase.config(
                path,
                Map.of(
                        "VOICE_SECRETARY_DATABASE_URL", url.replace("PORT", port) + "?password=hidden",
                        "VOICE_SECRETARY_DATABASE_USER", "voice",
                        "VOICE_SECRETARY_DATABASE_PATIENCE", "1s"));
        assertThatThrownBy(() -> Database.open(wrong, db.directory()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void itSaysWhatItIsAndThatThisOneDoesNotSurviveAPowerCut() {
        assertThat(db.database().product()).matches("PostgreSQL [0-9]+\\..*");
        assertThat(db.database().troubles())
                .isEqualTo(List.of(
                        "fsync is off: a power cut loses calls and events that were said to be safe",
                        "set fsync = on in postgresql.conf"));
    }

    private void cutConnections() {
        server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'voice-secretary'");
    }

    private static long version(Database database) {
        return database.read(h -> h.createQuery("SELECT version FROM directory_version")
                .mapTo(Long.class)
                .one());
    }
}
