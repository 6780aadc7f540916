package org.voicesecretary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only the embedded database has: a file, and a directory around it. */
@Tag("db")
@Timeout(60)
class SqliteTest {
    @TempDir
    Path path;

    private TestDatabase db;

    @BeforeEach
    void open() {
        db = TestDatabase.open(TestEngine.SQLITE, path.resolve("data"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void itKeepsAWriteAheadLogAndSaysWhatItIs() {
        assertThat(db.database()
                        .<String>read(h -> h.createQuery("PRAGMA journal_mode")
                                .mapTo(String.class)
                                .one()))
                .isEqualTo("wal");
        assertThat(db.database().product()).matches("SQLite 3\\.[0-9.]+");
        assertThat(db.database().troubles()).isEmpty();
    }

    @Test
    void aFullDiskIsAFaultWithAdviceAndTheWriterGoesOnWhenThereIsRoom() {
        db.writer().write(h -> h.execute("CREATE TABLE blobs (b BLOB)"));
        // SQLite answers SQLITE_FULL at its page limit, exactly as when the disk is full.
        int pages = db.database()
                .read(h ->
                        h.createQuery("PRAGMA page_count").mapTo(Integer.class).one());
        db.writer()
                .write(h -> h.handle()
                        .createQuery("PRAGMA max_page_count = " + (pages + 2))
                        .mapTo(Integer.class)
                        .one());

        assertThatThrownBy(() -> db.writer().write(h -> h.execute("INSERT INTO blobs VALUES (zeroblob(100000))")))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.fault()).isEqualTo(StorageException.Fault.DISK_FULL))
                .hasMessageContaining("the disk is full; make room");

        db.writer()
                .write(h -> h.handle()
                        .createQuery("PRAGMA max_page_count = 1000000")
                        .mapTo(Integer.class)
                        .one());
        db.writer().write(h -> h.execute("UPDATE directory_version SET version = 5"));
    }

    @Test
    void theDataDirectoryIsForItsOwnerOnlyAndAnUnusableOneIsExplained() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("data"))))
                .isEqualTo("rwx------");
        Path file = Files.createFile(path.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.prepare(file.resolve("below")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("data-dir " + file.resolve("below") + " cannot be written");
    }

    @Test
    void aFileThatIsNoDatabaseIsExplained() throws IOException {
        var directory = DataDirectory.prepare(path.resolve("other"));
        Files.writeString(directory.database(), "this is text, and long enough to be looked at ".repeat(100));
        assertThatThrownBy(() -> TestDatabase.open(TestEngine.SQLITE, path.resolve("other")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("the file is damaged or no database");
    }
}
