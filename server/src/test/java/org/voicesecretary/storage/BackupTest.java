package org.voicesecretary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.config.DatabaseConfig;

/** Backups of an installation that works, and what becomes of them. */
@Tag("db")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class BackupTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T10:00:00Z"));
    private static final String SECRET = "correct-horse-battery";

    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private DatabaseConfig config;
    private TestDatabase db;

    @BeforeEach
    void anInstallationWithASecretASoundAndAMessage() throws IOException {
        config = config("data");
        db = TestDatabase.open(path.resolve("data"), config);
        String sealed = db.database().secrets().seal(SealedColumn.INSTALLATION_SECRET, SECRET, "a");
        db.writer().write(w -> w.execute("INSERT INTO installation_secrets (name, body) VALUES ('a', ?)", sealed));
        call(1);
        file("data/sounds/1234.wav", "a sound");
        file("data/voicemail/123456/101/77.wav", "a message");
        file("data/voicemail/incoming/78.wav", "half a mess");
        file("data/speech/cached", "made again");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private DatabaseConfig config(String directory) {
        return TestDatabase.config(path, engine.settings(path.resolve(directory)));
    }

    private void file(String name, String content) throws IOException {
        Files.createDirectories(path.resolve(name).getParent());
        Files.writeString(path.resolve(name), content);
    }

    /** A call, its timeline and its event: together or not at all. */
    private void call(long number) {
        db.writer().write(w -> {
            w.execute(
                    "INSERT INTO calls (call_no, call_id, pbx_id, caller, called, source, started_at) VALUES (?, ?, 1, 'a\tb\\n', 'ü', '', 0)",
                    number,
                    "in_" + number);
            w.execute(
                    "INSERT INTO timeline_entries (call_no, seq, at_ms, offset_ms, kind, subject, detail) VALUES (?, 1, 0, 0, 'k', ?, ?)",
                    number,
                    "line\nbreak \\. and \"quotes\" ☎",
                    null);
        });
    }

    private Backup.Report backup(String name, boolean withKey) throws IOException {
        return new Backup(config, db.directory(), CLOCK, "0.1.0").make(path.resolve(name), withKey);
    }

    private Restore.Report restore(String name, String directory, Path key) throws IOException {
        return new Restore(config(directory), DataDirectory.prepare(path.resolve(directory)), CLOCK)
                .run(path.resolve(name), key);
    }

    private static List<Long> numbers(TestDatabase db, String table) {
        return db.database()
                .read(h -> h.createQuery("SELECT call_no FROM " + table + " ORDER BY call_no")
                        .mapTo(Long.class)
                        .list());
    }

    private Path key() {
        return path.resolve("data/secret.key");
    }

    @Test
    void aBackupOnAnotherMachineIsTheInstallationAsItWas() throws IOException {
        Backup.Report made = backup("b", true);
        assertThat(made.key()).contains(path.resolve("b/secret.key"));
        assertThat(made.files()).as("two files, the key, the database").isGreaterThanOrEqualTo(4);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("b"))))
                .isEqualTo("rwx------");
        assertThat(path.resolve("b.part")).doesNotExist();
        assertThat(path.resolve("b/voicemail/incoming")).doesNotExist();
        assertThat(path.resolve("b/speech")).doesNotExist();

        Restore.Report done = restore("b", "other", null);
        assertThat(done.made()).isEqualTo("2026-11-24T10:00:00Z");
        assertThat(done.rows()).isEqualTo(made.rows());
        try (var other = TestDatabase.open(path.resolve("other"), config("other"))) {
            assertThat(numbers(other, "calls")).containsExactly(1L);
            assertThat(other.database()
                            .<String>read(h -> h.createQuery("SELECT subject FROM timeline_entries")
                                    .mapTo(String.class)
                                    .one()))
                    .isEqualTo("line\nbreak \\. and \"quotes\" ☎");
            assertThat(other.database()
                            .<String>read(h -> other.database()
                                    .secrets()
                                    .open(
                                            SealedColumn.INSTALLATION_SECRET,
                                            h.createQuery("SELECT body FROM installation_secrets")
                                                    .mapTo(String.class)
                                                    .one(),
                                            "a")))
                    .isEqualTo(SECRET);
        }
        assertThat(path.resolve("other/sounds/1234.wav")).hasContent("a sound");
        assertThat(path.resolve("other/voicemail/123456/101/77.wav")).hasContent("a message");
    }

    @Test
    void aBackupTakenUnderLoadHoldsWholeTransactionsUpToOneMoment() throws Exception {
        var stop = new AtomicBoolean();
        var last = new AtomicLong(1);
        var load = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                call(last.get() + 1);
                last.incrementAndGet();
            }
        });
        for (int round = 0; round < 3; round++) {
            long from = last.get();
            Eventually.holds("calls come in", () -> last.get() > from + 20);
            long before = last.get();
            backup("b" + round, false);
            long after = last.get();
            restore("b" + round, "other" + round, key());
            try (var other = TestDatabase.open(path.resolve("other" + round), config("other" + round))) {
                List<Long> calls = numbers(other, "calls");
                assertThat(calls).isEqualTo(numbers(other, "timeline_entries"));
                assertThat((long) calls.size())
                        .as("without a gap")
                        .isEqualTo(calls.getLast())
                        .isBetween(before, after + 1);
            }
        }
        stop.set(true);
        load.join();
    }

    @Test
    void aRestoreTakesBackWhatCameLaterAndPutsItAside() throws IOException {
        backup("b", false);
        call(2);
        file("data/voicemail/123456/101/79.wav", "a later message");
        Files.delete(path.resolve("data/sounds/1234.wav"));
        db.close();

        Restore.Report done = restore("b", "data", null);

        db = TestDatabase.open(path.resolve("data"), config);
        assertThat(numbers(db, "calls")).containsExactly(1L);
        assertThat(path.resolve("data/sounds/1234.wav")).hasContent("a sound");
        assertThat(path.resolve("data/voicemail/123456/101/79.wav")).doesNotExist();
        Path aside = done.aside().orElseThrow();
        assertThat(aside).isEqualTo(path.resolve("data/before-restore-20261124-100000"));
        assertThat(aside.resolve("voicemail/123456/101/79.wav")).hasContent("a later message");
        if (engine == TestEngine.SQLITE) {
            assertThat(aside.resolve("voice-secretary.db")).isNotEmptyFile();
        }
        backup("again", false);
        assertThat(path.resolve("again/before-restore-20261124-100000")).doesNotExist();
    }

    @Test
    void withoutTheKeyNothingIsRestoredAndOneIsAskedFor() throws IOException {
        Backup.Report made = backup("b", false);
        assertThat(made.key()).isEmpty();
        assertThat(path.resolve("b/secret.key")).doesNotExist();
        assertThatThrownBy(() -> restore("b", "other", null))
                .isInstanceOf(StorageException.class)
                .hasMessageMatching(
                        "the secrets in .*/b are sealed with key [0-9a-f]{8}, which neither .*/secret.key nor"
                                + " the backup has; name a copy of the key file by --key");
        assertThat(path.resolve("other/sounds/1234.wav")).doesNotExist();
        restore("b", "other", key());
        assertThat(path.resolve("other/secret.key")).hasSameTextualContentAs(key());
    }

    @Test
    void aDamagedBackupChangesNothing() throws IOException {
        backup("b", false);
        Path table =
                path.resolve("b/database").resolve(engine == TestEngine.SQLITE ? "voice-secretary.db" : "calls.copy");
        Files.writeString(table, "x", StandardOpenOption.APPEND);
        call(2);
        db.close();
        assertThatThrownBy(() -> restore("b", "data", null))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("the backup is damaged: database/" + table.getFileName()
                        + " is missing or was changed; take another backup");

        Path manifest = path.resolve("b/MANIFEST");
        String whole = Files.readString(manifest);
        Files.writeString(manifest, whole.replace("table calls 1", "table calls 2"));
        assertThatThrownBy(() -> restore("b", "data", null)).hasMessageContaining("MANIFEST is damaged");
        Files.writeString(manifest, whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> restore("b", "data", null)).hasMessageContaining("MANIFEST is damaged");
        Files.delete(manifest);
        assertThatThrownBy(() -> restore("b", "data", null)).hasMessageContaining("is no backup: it has no MANIFEST");

        db = TestDatabase.open(path.resolve("data"), config);
        assertThat(numbers(db, "calls")).containsExactly(1L, 2L);
        assertThat(path.resolve("data/restore.db.part")).doesNotExist();
    }

    @Test
    void aBackupWhoseRowsAreFewerThanItSaysChangesNothing() throws IOException {
        backup("b", false);
        rewrite("b", text -> text.replace("table calls 1", "table calls 5"));
        call(2);
        db.close();
        assertThatThrownBy(() -> restore("b", "data", null))
                .hasMessageContaining("table calls has 1 rows, expected 5; take another backup");
        db = TestDatabase.open(path.resolve("data"), config);
        assertThat(numbers(db, "calls")).containsExactly(1L, 2L);
    }

    /** As a forger would, who mends the hash. */
    private void rewrite(String backup, java.util.function.UnaryOperator<String> change) throws IOException {
        Path manifest = path.resolve(backup).resolve("MANIFEST");
        String body = change.apply(Files.readString(manifest).replaceFirst("end [0-9a-f]+\n$", ""));
        Files.writeString(
                manifest,
                body + "end " + BackupFiles.sha256(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "\n");
    }

    @Test
    void aBackupCannotWriteOutsideOfTheDataDirectory() throws IOException {
        backup("b", false);
        file("outside", "a message");
        for (String name : List.of("../outside", "voicemail/../../outside", "server.lock")) {
            rewrite(
                    "b",
                    text -> text.replaceAll(
                            "(?m)^(file \\S+ \\d+) (voicemail\\S+|\\S*outside|server.lock)$", "$1 " + name));
            assertThatThrownBy(() -> restore("b", "other", key()))
                    .as(name)
                    .hasMessageContaining("the backup is damaged: " + name);
        }
    }

    @Test
    void aNewerSchemaIsRefused() throws IOException {
        db.writer()
                .write(w -> w.execute(
                        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                                + " checksum, installed_by, execution_time, success) VALUES (999, '999', 'later', 'SQL',"
                                + " 'V999__later.sql', 1, 'x', 1, "
                                + (engine == TestEngine.SQLITE ? "1" : "true") + ")"));
        backup("b", false);
        assertThatThrownBy(() -> restore("b", "other", key()))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.fault()).isEqualTo(StorageException.Fault.SCHEMA))
                .hasMessageContaining("its schema 999 is of a newer version");
        db.close();
        assertThatThrownBy(() -> TestDatabase.open(path.resolve("data"), config))
                .as("a start with it, too")
                .hasMessageContaining("if a newer version wrote it, run that one");
    }

    @Test
    void aRunningServerIsNotRestored() throws IOException {
        backup("b", false);
        try (var _ = ServerLock.take(db.directory())) {
            assertThatThrownBy(() -> restore("b", "data", null))
                    .hasMessageContaining("is in use by another running server");
        }
        assertThat(numbers(db, "calls")).containsExactly(1L);
    }

    @Test
    void aDirectoryThatIsThereIsNotTouchedAndOneThatWasBegunIsBegunAnew() throws IOException {
        Files.createDirectory(path.resolve("b"));
        assertThatThrownBy(() -> backup("b", false)).hasMessageContaining("is there already");
        assertThatThrownBy(() -> backup("data/b", false)).hasMessageContaining("is inside data-dir");
        file("c.part/precious", "mine");
        assertThatThrownBy(() -> backup("c", false)).hasMessageContaining("is in the way");
        assertThat(path.resolve("c.part/precious")).exists();
        file("d.part/UNFINISHED", "");
        file("d.part/left", "over");
        backup("d", false);
        assertThat(path.resolve("d/left")).doesNotExist();
        assertThat(path.resolve("d/UNFINISHED")).doesNotExist();
    }
}
