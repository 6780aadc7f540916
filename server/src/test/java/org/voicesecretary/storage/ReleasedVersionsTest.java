package org.voicesecretary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.DatabaseConfig;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.timeline.TimelineRepository;

/** Whoever comes from a released version keeps everything. */
@Tag("db")
@Timeout(60)
class ReleasedVersionsTest {
    @TempDir
    Path path;

    static Stream<Arguments> versions() throws IOException {
        return ReleasedSchema.all()
                .flatMap(version -> Stream.of(TestEngine.values()).map(engine -> Arguments.of(version, engine)));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatAReleasedVersionLeftIsThereAfterTheUpgrade(ReleasedSchema released, TestEngine engine) {
        DatabaseConfig config = TestDatabase.config(path, engine.settings(path.resolve("data")));
        DataDirectory data = DataDirectory.prepare(path.resolve("data"));
        try (HikariDataSource source = SchemaAt.of(config, data, released.schema())) {
            Jdbi.create(source).useHandle(h -> {
                assertThat(ReleasedSchema.checksums(h))
                        .as("a migration that was released is never changed: its checksum is that of the release")
                        .isEqualTo(released.checksums());
                released.statements().forEach(sql -> h.execute(sql));
            });
        }

        try (TestDatabase db = TestDatabase.open(path.resolve("data"), config)) {
            released.rows()
                    .forEach((table, rows) -> assertThat(db.database()
                                    .<Long>read(h -> h.createQuery("SELECT COUNT(*) FROM " + table)
                                            .mapTo(Long.class)
                                            .one()))
                            .as("rows of %s", table)
                            .isEqualTo(rows));
            means(db);
        }
    }

    /** Read as the server reads it. */
    private void means(TestDatabase db) {
        var installation = new ConfigLoader(path, Map.of()).load(null).config();
        try (var directory = AccountDirectory.start(db.database(), installation.webhook())) {
            AccountData shop = directory.snapshot().accounts().getFirst();
            assertThat(shop.account().secret().value()).isEqualTo("0d1c2b3a4f5e6d7c8b9a");
            Office office = Office.of(shop);
            assertThat(office.extension("101").orElseThrow().password().value()).isEqualTo("old-plain-password");
            assertThat(office.trunks().getFirst().password().value()).isEqualTo("old-trunk-password");
            assertThat(office.hours("office")).isPresent();
            assertThat(directory.snapshot().number("442037691881")).isPresent();
            assertThat(directory.snapshot().phrase(123456, "en", 1)).contains("Hello");
        }
        var timelines = new TimelineRepository(db.database(), db.writer(), new SimpleMeterRegistry());
        assertThat(timelines.ofCall("in_0000000000000000000000000000000000000001"))
                .hasSize(1);
        timelines.close();
    }

    @Test
    void everyTableHasRowsInTheNewestFileOrIsNewerThanIt() throws IOException {
        ReleasedSchema newest =
                ReleasedSchema.all().reduce((older, newer) -> newer).orElseThrow();
        Set<String> filled = newest.rows().keySet();
        Path file = Files.createDirectory(path.resolve("at")).resolve("schema.db");
        try (HikariDataSource source = SchemaAt.sqlite(file, newest.schema())) {
            List<String> tables = Jdbi.create(source)
                    .withHandle(h -> h.createQuery("SELECT name FROM sqlite_master WHERE type = 'table'"
                                    + " AND name NOT LIKE 'sqlite%' AND name NOT IN"
                                    + " ('flyway_schema_history', 'directory_version')")
                            .mapTo(String.class)
                            .list());
            assertThat(tables)
                    .allSatisfy(table -> assertThat(filled)
                            .as("released/%s.sql has rows for %s", newest, table)
                            .contains(table));
        }
    }

    @Test
    void aReleaseHasItsFile() throws IOException {
        String version = ReleasedSchema.current();
        if (!version.endsWith("-SNAPSHOT")) {
            assertThat(ReleasedSchema.all().map(ReleasedSchema::version))
                    .as("scripts/released-schema %s writes it", version)
                    .contains(version);
        }
    }
}
