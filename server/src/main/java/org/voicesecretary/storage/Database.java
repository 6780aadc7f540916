package org.voicesecretary.storage;

import com.zaxxer.hikari.HikariDataSource;
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
    private final boolean alone;

    private Database(Engine engine, HikariDataSource readers, HikariDataSource writer, Faults faults, boolean alone) {
        this.engine = engine;
        this.readers = readers;
        this.writer = writer;
        this.reads = Jdbi.create(readers);
        this.writes = Jdbi.create(writer);
        this.faults = faults;
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

    private static Database open(DatabaseConfig config, DataDirectory directory, boolean alone) {
        String url = config.url().orElse(Engine.SQLITE_URL + directory.database());
        Engine engine = Engine.of(url);
        var faults =
                new Faults(engine, url.replaceFirst("^" + Engine.SQLITE_URL, "").replaceAll("\\?.*", ""));
        HikariDataSource writer = null;
        HikariDataSource readers = null;
        try {
            writer = new HikariDataSource(engine.pool(config, url, true));
            migrate(writer, engine, faults);
            readers = new HikariDataSource(engine.pool(config, url, false));
            return new Database(engine, readers, writer, faults, alone);
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

    private static void migrate(HikariDataSource source, Engine engine, Faults faults) {
        try {
            FluentConfiguration flyway =
                    Flyway.configure().dataSource(source).placeholders(Map.of("clustered", engine.clustered()));
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
