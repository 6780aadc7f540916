package org.voicesecretary.storage;

import com.zaxxer.hikari.HikariConfig;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.voicesecretary.config.DatabaseConfig;
import org.voicesecretary.config.Secret;
import org.voicesecretary.storage.StorageException.Fault;

/** What differs between the databases that can stand behind the repositories; their SQL does not. */
enum Engine {
    SQLITE {
        @Override
        void connect(HikariConfig pool, boolean writing) {
            var sqlite = new SQLiteConfig();
            sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
            sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            sqlite.setBusyTimeout(5_000);
            // Asked for after each insert otherwise, by a regular expression over its text and a query; nobody reads
            // them.
            sqlite.setGetGeneratedKeys(false);
            if (writing) {
                // A transaction that starts as a reader and then writes fails at once when another process wrote in
                // between.
                sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
            } else {
                pool.setConnectionInitSql("PRAGMA query_only = ON");
            }
            pool.setDataSourceProperties(sqlite.toProperties());
        }

        @Override
        void migrate(FluentConfiguration flyway, HikariConfig connection) {
            flyway.locations(MIGRATIONS);
        }

        @Override
        String clustered() {
            return "WITHOUT ROWID";
        }

        @Override
        DatabaseCopy copy(DatabaseConfig config, DataDirectory directory, String url, Faults faults) {
            return new SqliteCopy(config, directory.database(), faults);
        }

        @Override
        Optional<String> rewrite(String table) {
            return Optional.empty();
        }

        @Override
        List<String> rewriteAll() {
            return List.of("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        @Override
        boolean claim(Handle writer) {
            return true; // the lock on data-dir is enough: nobody else has the file
        }

        @Override
        Condition examine(Handle reader) {
            return new Condition("SQLite " + text(reader, "SELECT sqlite_version()"), null, "");
        }

        @Override
        String advice(Fault fault) {
            return switch (fault) {
                case DISK_FULL -> "the disk is full; make room, the server then goes on by itself";
                case BUSY -> "it is locked by another process; find out which (fuser, lsof) and end it";
                case CORRUPT -> "the file is damaged or no database; restore it from a backup";
                case UNAVAILABLE -> "it cannot be read or written; check the path, its owner and the disk";
                case SCHEMA -> "its schema does not fit this version";
                case REFUSED -> "a statement was refused";
            };
        }
    },

    POSTGRESQL {
        @Override
        void connect(HikariConfig pool, boolean writing) {
            pool.setReadOnly(!writing);
            Properties properties = connection();
            properties.setProperty("readOnlyMode", "always"); // also outside a transaction
            pool.setDataSourceProperties(properties);
            // So that the server drops a session whose network is gone, and with it the claim that it holds.
            pool.setConnectionInitSql(
                    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
        }

        @Override
        void migrate(FluentConfiguration flyway, HikariConfig connection) {
            // Flyway holds its lock on a connection of its own: the single writing one would not do.
            flyway.dataSource(connection.getJdbcUrl(), connection.getUsername(), connection.getPassword())
                    .locations(MIGRATIONS, "classpath:db/postgresql");
        }

        @Override
        String clustered() {
            return "";
        }

        @Override
        DatabaseCopy copy(DatabaseConfig config, DataDirectory directory, String url, Faults faults) {
            return new PostgresqlCopy(config, url, faults);
        }

        @Override
        Optional<String> rewrite(String table) {
            return Optional.of("VACUUM (FULL) " + table);
        }

        @Override
        List<String> rewriteAll() {
            return List.of();
        }

        @Override
        boolean claim(Handle writer) {
            return writer.createQuery("SELECT pg_try_advisory_lock(" + CLAIM + ", hashtext(current_schema()))")
                    .mapTo(Boolean.class)
                    .one();
        }

        @Override
        Condition examine(Handle reader) {
            String version = "PostgreSQL " + text(reader, "SHOW server_version");
            int places = Integer.parseInt(text(reader, "SHOW max_connections"));
            int taken = Integer.parseInt(text(reader, "SELECT COUNT(*) FROM pg_stat_activity"));
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                if (text(reader, "SHOW " + setting).equals("off")) {
                    return new Condition(
                            version,
                            setting + " is off: a power cut loses calls and events that were said to be safe",
                            "set " + setting + " = on in postgresql.conf");
                }
            }
            if (places - taken < SPARE) {
                return new Condition(
                        version,
                        taken + " of its " + places + " connections are taken",
                        "raise max_connections, or lower database.readers");
            }
            return new Condition(version, null, "");
        }

        @Override
        String advice(Fault fault) {
            return switch (fault) {
                case DISK_FULL -> "its disk is full; make room, the server then goes on by itself";
                case BUSY -> "another session holds a lock; pg_stat_activity says which";
                case CORRUPT -> "its files are damaged; restore it from a backup";
                case UNAVAILABLE ->
                    "it cannot be reached or does not let us in; check that it runs, and database.url, user and password";
                case SCHEMA -> "its schema does not fit this version";
                case REFUSED -> "a statement was refused";
            };
        }
    };

    static final String SQLITE_URL = "jdbc:sqlite:";
    static final String POSTGRESQL_URL = "jdbc:postgresql:";
    static final String MIGRATIONS = "classpath:db/migration";
    /** Any number that no other program is likely to use. */
    private static final int CLAIM = 0x566f5365;
    /** Connections that the database should have left for others. */
    private static final int SPARE = 5;

    /** @throws StorageException for an URL of another database */
    static Engine of(String url) {
        if (url.startsWith(SQLITE_URL)) {
            return SQLITE;
        }
        if (url.startsWith(POSTGRESQL_URL)) {
            return POSTGRESQL;
        }
        throw new StorageException(
                Fault.UNAVAILABLE,
                "database.url " + url.replaceAll("\\?.*", "") + " is of an unknown kind; expected " + POSTGRESQL_URL
                        + "//host/database, or nothing for SQLite in data-dir",
                null);
    }

    /** Sets what the connections of a pool need. */
    abstract void connect(HikariConfig pool, boolean writing);

    /** Sets where migrations are and which connections run them. */
    abstract void migrate(FluentConfiguration flyway, HikariConfig connection);

    /** What makes a table's rows live in its primary key, which halves what each insert writes; empty = it cannot be had. */
    abstract String clustered();

    /** For backups. */
    abstract DatabaseCopy copy(DatabaseConfig config, DataDirectory directory, String url, Faults faults);

    /** Writes a table anew without what was overwritten and deleted in it; empty = only the whole database can be. */
    abstract Optional<String> rewrite(String table);

    /** As {@link #rewrite}, for all tables. */
    abstract List<String> rewriteAll();

    /** Keeps the database for one server as long as this connection lives. @return false if another has it */
    abstract boolean claim(Handle writer);

    abstract Condition examine(Handle reader);

    /** What a fault means and what to do. */
    abstract String advice(Fault fault);

    /** @param url of the pool; user and password only where the database has such */
    HikariConfig pool(DatabaseConfig config, String url, boolean writing) {
        var pool = new HikariConfig();
        pool.setPoolName(writing ? "db-writer" : "db-readers");
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(writing ? 1 : config.readers());
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(config.patience().toMillis());
        config.user().ifPresent(pool::setUsername);
        config.password().map(Secret::value).ifPresent(pool::setPassword);
        connect(pool, writing);
        return pool;
    }

    private static Properties connection() {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "voice-secretary");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        // Seconds without a byte: longer than any statement of ours, shorter than what a network takes to say that it
        // is gone.
        properties.setProperty("socketTimeout", "60");
        return properties;
    }

    private static String text(Handle reader, String query) {
        return reader.createQuery(query).mapTo(String.class).one();
    }

    /**
     * How a database is.
     *
     * @param product its name and version
     * @param trouble null = none
     * @param advice what to do about that
     */
    record Condition(String product, @Nullable String trouble, String advice) {}
}
