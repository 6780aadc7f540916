package org.voicesecretary.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.voicesecretary.config.DatabaseConfig;
import org.voicesecretary.config.Secret;

/**
 * The open database, migrated to the schema of this version: a small pool to read from, one connection to write with (held by
 * {@link GroupCommitWriter}). SQLite in {@code data-dir} unless {@code database.url} names another; the SQL is the same.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final HikariDataSource readers;
    private final HikariDataSource writer;
    private final Jdbi reads;
    private final Jdbi writes;
    private final Faults faults;

    private Database(HikariDataSource readers, HikariDataSource writer, Faults faults) {
        this.readers = readers;
        this.writer = writer;
        this.reads = Jdbi.create(readers);
        this.writes = Jdbi.create(writer);
        this.faults = faults;
    }

    /** @throws StorageException if it cannot be opened or migrated */
    public static Database open(DatabaseConfig config, DataDirectory directory) {
        String sqlite = "jdbc:sqlite:" + directory.database();
        String url = config.url().orElse(sqlite);
        boolean embedded = url.startsWith("jdbc:sqlite:");
        var faults = new Faults(embedded ? url.substring("jdbc:sqlite:".length()) : url.replaceAll("\\?.*", ""));
        HikariDataSource writer = null;
        HikariDataSource readers = null;
        try {
            writer = new HikariDataSource(pool(config, url, embedded, true));
            migrate(writer, embedded, faults);
            readers = new HikariDataSource(pool(config, url, embedded, false));
            return new Database(readers, writer, faults);
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

    private static HikariConfig pool(DatabaseConfig config, String url, boolean embedded, boolean writing) {
        var hikari = new HikariConfig();
        hikari.setPoolName(writing ? "db-writer" : "db-readers");
        hikari.setJdbcUrl(url);
        hikari.setMaximumPoolSize(writing ? 1 : config.readers());
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(config.patience().toMillis());
        config.user().ifPresent(hikari::setUsername);
        config.password().map(Secret::value).ifPresent(hikari::setPassword);
        if (embedded) {
            hikari.setDataSourceProperties(sqliteProperties(writing));
            if (!writing) {
                hikari.setConnectionInitSql("PRAGMA query_only = ON");
            }
        }
        return hikari;
    }

    private static Properties sqliteProperties(boolean writing) {
        var sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setBusyTimeout(5_000);
        // Asked for after each insert otherwise, by a regular expression over its text and a query; nobody reads them.
        sqlite.setGetGeneratedKeys(false);
        if (writing) {
            // A transaction that starts as a reader and then writes fails at once when another process wrote in
            // between.
            sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        }
        return sqlite.toProperties();
    }

    private static void migrate(HikariDataSource source, boolean embedded, Faults faults) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    // SQLite: rows live in the primary key itself, which halves what each insert writes.
                    .placeholders(Map.of("clustered", embedded ? "WITHOUT ROWID" : ""))
                    .load()
                    .migrate();
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
        return writes.open();
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
