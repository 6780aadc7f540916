package org.voicesecretary.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.voicesecretary.config.DatabaseConfig;
import org.voicesecretary.storage.BackupManifest.TableRows;
import org.voicesecretary.storage.StorageException.Fault;

/** Of the embedded database: {@code VACUUM INTO}, which reads one moment of it while calls write on. */
final class SqliteCopy implements DatabaseCopy {
    private static final String FILE = "voice-secretary.db";

    private final DatabaseConfig config;
    private final Path database;
    private final Faults faults;

    SqliteCopy(DatabaseConfig config, Path database, Faults faults) {
        this.config = config;
        this.database = database;
        this.faults = faults;
    }

    @Override
    public String engine() {
        return "sqlite";
    }

    private HikariDataSource open(Path file) {
        return new HikariDataSource(Engine.SQLITE.pool(config, Engine.SQLITE_URL + file, true));
    }

    @Override
    public Content save(Path directory) throws IOException {
        Path copy = directory.resolve(FILE);
        if (!Files.isRegularFile(database)) {
            throw new StorageException(
                    Fault.UNAVAILABLE, "database " + database + " is not there yet: there is nothing to back up", null);
        }
        try (var source = open(database);
                Handle handle = Jdbi.create(source).open()) {
            handle.createUpdate("VACUUM INTO ?").bind(0, copy.toString()).execute();
        } catch (RuntimeException e) {
            throw faults.describe(e);
        }
        Content content = content(copy);
        Durable.file(copy);
        return content;
    }

    private Content content(Path copy) {
        try (var source = open(copy);
                Handle handle = Jdbi.create(source).open()) {
            List<TableRows> tables = new ArrayList<>();
            for (String table : handle.createQuery(
                            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
                    .mapTo(String.class)
                    .list()) {
                tables.add(new TableRows(table, DatabaseCopy.count(handle, table), List.of()));
            }
            var content = new Content(DatabaseCopy.schema(handle), Sealing.keysInUse(handle), tables);
            withoutLog(handle);
            return content;
        }
    }

    /** Leaves one file, that of the database: its log is in it, and nobody else has it open. */
    private static void withoutLog(Handle handle) {
        String mode = handle.createQuery("PRAGMA journal_mode = DELETE")
                .mapTo(String.class)
                .one();
        if (!mode.equalsIgnoreCase("delete")) {
            throw new StorageException(
                    Fault.BUSY, "the database is open in another command; wait for its end and try again", null);
        }
    }

    @Override
    public Staged stage(Path directory, BackupManifest manifest) throws IOException {
        Path part = database.resolveSibling("restore.db.part");
        removeAll(part);
        try {
            BackupFiles.copy(directory.resolve(FILE), part, "");
            try (var source = open(part);
                    Handle handle = Jdbi.create(source).open()) {
                String found = handle.createQuery("PRAGMA quick_check(1)")
                        .mapTo(String.class)
                        .one();
                if (!found.equals("ok")) {
                    throw new StorageException(
                            Fault.CORRUPT, "the backup is damaged: " + found + "; take another backup", null);
                }
                DatabaseCopy.verify(handle, manifest);
            }
            try (var source = open(part)) {
                Database.migrate(source, Engine.SQLITE, faults);
                Jdbi.create(source).useHandle(SqliteCopy::withoutLog);
            }
            Durable.file(part);
            return new Beside(part);
        } catch (IOException e) {
            removeAll(part);
            throw e;
        } catch (RuntimeException e) {
            removeAll(part);
            throw faults.describe(e);
        }
    }

    private static void removeAll(Path part) throws IOException {
        for (String ending : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(part.resolveSibling(part.getFileName() + ending));
        }
    }

    private final class Beside implements Staged {
        private final Path part;

        Beside(Path part) {
            this.part = part;
        }

        @Override
        public void putInForce(Path aside) throws IOException {
            if (Files.exists(database)) {
                settle();
                keep(aside.resolve(FILE));
            }
            BackupFiles.move(part, database);
            Durable.directory(database.getParent());
        }

        private void keep(Path old) throws IOException {
            try {
                Files.createLink(old, database);
            } catch (UnsupportedOperationException e) {
                Files.copy(database, old);
            }
        }

        /** A log that stayed would be taken for one of the new file. */
        private void settle() throws IOException {
            try (var source = open(database)) {
                Jdbi.create(source).useHandle(SqliteCopy::withoutLog);
            } catch (RuntimeException e) {
                Fault fault = faults.fault(e);
                if (fault != Fault.CORRUPT) {
                    throw faults.describe(e);
                }
                // A damaged database is what backups are for.
                for (String ending : List.of("-wal", "-shm", "-journal")) {
                    Files.deleteIfExists(database.resolveSibling(database.getFileName() + ending));
                }
            }
        }

        @Override
        public void close() throws IOException {
            removeAll(part);
        }
    }
}
