package org.voicesecretary.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.config.DatabaseConfig;

/**
 * The open database, migrated to the schema of this version: a small pool to read from, one connection to write with (held by
 * {@link GroupCommitWriter}). SQLite in {@code data-dir} unless {@code database.url} names a PostgreSQL; the SQL is the same.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Engine engine;
    private final HikariDataSource readers;
    private final HikariDataSource writer;
    private final Jdbi reads;
    private final Jdbi writes;
    private final Faults faults;
    private final SecretBox secrets;
    private final boolean alone;

    private Database(
            Engine engine,
            HikariDataSource readers,
            HikariDataSource writer,
            Faults faults,
            SecretBox secrets,
            boolean alone) {
        this.engine = engine;
        this.readers = readers;
        this.writer = writer;
        this.reads = Jdbi.create(readers);
        this.writes = Jdbi.create(writer);
        this.faults = faults;
        this.secrets = secrets;
        this.alone = alone;
    }

    /**
     * For commands beside the server.
     *
     * @throws StorageException if it cannot be opened or migrated
     */
    public static Database open(DatabaseConfig config, DataDirectory directory) {
        return open(config, directory, false);
    }

    /**
     * For the one server that works with it: a second one would take the calls of the first for cut off. {@link ServerLock} keeps
     * them apart where they share a data-dir; a database that others can reach keeps them apart itself, by a lock that lives with
     * the connection that writes. Whoever has lost it cannot write any more.
     *
     * @throws StorageException also if another server has it
     */
    public static Database openAlone(DatabaseConfig config, DataDirectory directory) {
        Database database = open(config, directory, true);
        try {
            database.writerHandle().close();
        } catch (RuntimeException e) {
            database.close();
            throw database.faults.describe(e);
        }
        return database;
    }

    /**
     * Makes a fresh key and seals all secrets anew with it; no server may be running.
     *
     * @return the id of the key
     * @throws StorageException if a server has the database; nothing is changed then
     */
    public static String rotateKey(DatabaseConfig config, DataDirectory directory) {
        try (Database database = open(config, directory, true);
                Handle handle = database.writerHandle()) {
            return new Sealing(handle, database.engine, keyFile(config, directory)).rotate();
        }
    }

    /** How the content of the database gets into a backup and back. */
    static DatabaseCopy copy(DatabaseConfig config, DataDirectory directory) {
        String url = url(config, directory);
        return Engine.of(url).copy(config, directory, url, new Faults(Engine.of(url), where(url)));
    }

    private static String url(DatabaseConfig config, DataDirectory directory) {
        return config.url().orElse(Engine.SQLITE_URL + directory.database());
    }

    /** Without what may be secret. */
    private static String where(String url) {
        return url.replaceFirst("^" + Engine.SQLITE_URL, "").replaceAll("\\?.*", "");
    }

    static KeyFile keyFile(DatabaseConfig config, DataDirectory directory) {
        return new KeyFile(config.keyFile().orElse(directory.keyFile()));
    }

    private static Database open(DatabaseConfig config, DataDirectory directory, boolean alone) {
        String url = url(config, directory);
        Engine engine = Engine.of(url);
        var faults = new Faults(engine, where(url));
        HikariDataSource writer = null;
        HikariDataSource readers = null;
        try {
            writer = new HikariDataSource(engine.pool(config, url, true));
            migrate(writer, engine, faults);
            SecretBox secrets = secrets(writer, engine, keyFile(config, directory));
            readers = new HikariDataSource(engine.pool(config, url, false));
            return new Database(engine, readers, writer, faults, secrets, alone);
        } catch (RuntimeException e) {
            if (writer != null) {
                writer.close();
            }
            if (readers != null) {
                readers.close();
            }
            throw faults.describe(e);
        }
    }

    private static SecretBox secrets(HikariDataSource writer, Engine engine, KeyFile file) {
        return Jdbi.create(writer).withHandle(handle -> new Sealing(handle, engine, file).open());
    }

    /** Number of the newest migration that this program has. */
    static int newestSchema() {
        Flyway nowhere = Flyway.configure()
                .dataSource(Engine.SQLITE_URL + ":memory:", null, null)
                .locations(Engine.MIGRATIONS)
                .load();
        return Arrays.stream(nowhere.info().all())
                .mapToInt(migration -> migration.getVersion().getMajor().intValue())
                .max()
                .orElse(0);
    }

    static void migrate(HikariDataSource source, Engine engine, Faults faults) {
        migrate(source, engine, faults, "latest");
    }

    /** @param target the last migration to run */
    static void migrate(HikariDataSource source, Engine engine, Faults faults, String target) {
        try {
            FluentConfiguration flyway = Flyway.configure()
                    .dataSource(source)
                    .target(target)
                    // Else a database of a newer version would be taken for one of this.
                    .ignoreMigrationPatterns(new String[0])
                    .placeholders(Map.of("clustered", engine.clustered()));
            engine.migrate(flyway, source);
            flyway.load().migrate();
        } catch (FlywayException e) {
            StorageException.Fault fault = faults.fault(e);
            if (fault != StorageException.Fault.REFUSED) {
                throw faults.describe(e);
            }
            throw new StorageException(
                    StorageException.Fault.SCHEMA,
                    "the database's schema cannot be brought to this version: " + e.getMessage()
                            + "; if a newer version wrote it, run that one",
                    e);
        }
    }

    /** Runs a query on a connection of the pool. Called by repositories. */
    public <T> T read(Function<Handle, T> query) {
        try {
            return reads.withHandle(query::apply);
        } catch (RuntimeException e) {
            throw faults.describe(e);
        }
    }

    /** Seals and opens the secrets in it. */
    public SecretBox secrets() {
        return secrets;
    }

    /** The one connection that writes; only {@link GroupCommitWriter} calls this. */
    Handle writerHandle() {
        Handle handle = writes.open();
        if (alone && !engine.claim(handle)) {
            discard(handle);
            throw new StorageException(
                    StorageException.Fault.UNAVAILABLE,
                    "database " + faults.where()
                            + " is in use by another running server; stop that one, or give this one a database of its own",
                    null);
        }
        return handle;
    }

    /** Product and version, for people. @throws StorageException if it cannot be read */
    public String product() {
        return read(engine::examine).product();
    }

    /** What is wrong with it although it works, and what to do: two sentences; empty = nothing. */
    public List<String> troubles() {
        Engine.Condition condition = read(engine::examine);
        return condition.trouble() == null ? List.of() : List.of(condition.trouble(), condition.advice());
    }

    /** Closes the connection itself: after some errors SQLite has ended the transaction without the driver's knowledge. */
    void discard(Handle handle) {
        try {
            writer.evictConnection(handle.getConnection());
            handle.close();
        } catch (RuntimeException e) {
            LOG.debug("closing a broken database connection", e);
        }
    }

    Faults faults() {
        return faults;
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
