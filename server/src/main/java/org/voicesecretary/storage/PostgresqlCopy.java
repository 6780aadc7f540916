package org.voicesecretary.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.voicesecretary.config.DatabaseConfig;
import org.voicesecretary.storage.BackupManifest.TableRows;
import org.voicesecretary.storage.StorageException.Fault;

/**
 * Of a database server: {@code COPY} of every table in one snapshot; back into a schema beside the one in force, made by our own
 * migrations. Needs no program of PostgreSQL, so none can be missing or too old.
 */
final class PostgresqlCopy implements DatabaseCopy {
    private static final String HISTORY = "flyway_schema_history";
    private static final int LONGEST_NAME = 63;

    private final DatabaseConfig config;
    private final String url;
    private final Faults faults;

    PostgresqlCopy(DatabaseConfig config, String url, Faults faults) {
        this.config = config;
        this.url = url;
        this.faults = faults;
    }

    @Override
    public String engine() {
        return "postgresql";
    }

    private HikariDataSource open(String where) {
        return new HikariDataSource(Engine.POSTGRESQL.pool(config, where, true));
    }

    @Override
    public Content save(Path directory) throws IOException {
        try (var source = open(url);
                Handle handle = Jdbi.create(source).open()) {
            handle.begin();
            handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            List<TableRows> tables = new ArrayList<>();
            CopyManager copying = copying(handle);
            for (String table : tables(handle)) {
                if (table.equals(HISTORY)) {
                    continue; // the migrations write it anew
                }
                List<String> columns = columns(handle, table);
                Path file = directory.resolve(table + ".copy");
                long rows;
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    rows = copying.copyOut("COPY " + table + " (" + String.join(", ", columns) + ") TO STDOUT", out);
                }
                Durable.file(file);
                tables.add(new TableRows(table, rows, columns));
            }
            var content = new Content(DatabaseCopy.schema(handle), Sealing.keysInUse(handle), tables);
            handle.commit();
            return content;
        } catch (SQLException | RuntimeException e) {
            throw faults.describe(e);
        }
    }

    private static CopyManager copying(Handle handle) throws SQLException {
        return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
    }

    private static List<String> tables(Handle handle) {
        return handle.createQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
                                + " AND table_type = 'BASE TABLE' ORDER BY table_name")
                .mapTo(String.class)
                .list();
    }

    private static List<String> columns(Handle handle, String table) {
        return handle.createQuery(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
                                + " AND table_name = ? ORDER BY ordinal_position")
                .bind(0, table)
                .mapTo(String.class)
                .list();
    }

    /** Those that others refer to first. */
    private static List<String> parentsFirst(Handle handle, List<String> tables) {
        Map<String, Set<String>> parents = handle
                .createQuery("SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint c"
                        + " JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid"
                        + " WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace")
                .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getString(2)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
        Set<String> sorted = new LinkedHashSet<>();
        while (sorted.size() < tables.size()) {
            int before = sorted.size();
            tables.stream()
                    .filter(table -> sorted.containsAll(parents.getOrDefault(table, Set.of())))
                    .forEach(sorted::add);
            if (sorted.size() == before) {
                throw new IllegalStateException("tables refer to each other in a circle: " + tables);
            }
        }
        return List.copyOf(sorted);
    }

    @Override
    public Staged stage(Path directory, BackupManifest manifest) throws IOException {
        HikariDataSource here = open(url);
        try {
            Handle handle = Jdbi.create(here).open();
            if (!Engine.POSTGRESQL.claim(handle)) {
                throw new StorageException(
                        Fault.BUSY,
                        "database " + faults.where() + " is in use by a running server; stop it first",
                        null);
            }
            String own = schemaName(handle);
            String stage = "restore_of_" + own;
            String beside = stage.substring(0, Math.min(LONGEST_NAME, stage.length()));
            handle.execute(dropping(beside)); // left by one that was cut off
            handle.execute("CREATE SCHEMA \"" + beside + "\"");
            try {
                fill(directory, manifest, beside);
            } catch (SQLException | IOException | RuntimeException e) {
                handle.execute(dropping(beside));
                throw e;
            }
            return new Beside(here, handle, own, beside);
        } catch (IOException e) {
            here.close();
            throw e;
        } catch (SQLException | RuntimeException e) {
            here.close();
            throw faults.describe(e);
        }
    }

    private static String dropping(String schema) {
        return "DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE";
    }

    private static String schemaName(Handle handle) {
        return handle.createQuery("SELECT current_schema()").mapTo(String.class).one();
    }

    private void fill(Path directory, BackupManifest manifest, String schema) throws IOException, SQLException {
        String where = url.replaceAll("([?&])currentSchema=[^&]*&?", "$1").replaceFirst("[?&]$", "");
        try (var source = open(where + (where.contains("?") ? "&" : "?") + "currentSchema=" + schema)) {
            Database.migrate(source, Engine.POSTGRESQL, faults, String.valueOf(manifest.schema()));
            try (Handle handle = Jdbi.create(source).open()) {
                List<String> tables =
                        manifest.tables().stream().map(TableRows::name).toList();
                handle.begin();
                handle.execute("TRUNCATE " + String.join(", ", tables));
                for (String table : parentsFirst(handle, tables)) {
                    TableRows rows = manifest.tables().stream()
                            .filter(each -> each.name().equals(table))
                            .findFirst()
                            .orElseThrow();
                    try (InputStream in =
                            new BufferedInputStream(Files.newInputStream(directory.resolve(table + ".copy")))) {
                        copying(handle)
                                .copyIn(
                                        "COPY " + table + " (" + String.join(", ", rows.columns()) + ") FROM STDIN",
                                        in);
                    }
                }
                DatabaseCopy.verify(handle, manifest);
                handle.commit();
            }
            Database.migrate(source, Engine.POSTGRESQL, faults);
        }
    }

    private final class Beside implements Staged {
        private final HikariDataSource here;
        private final Handle handle;
        private final String own;
        private final String beside;

        Beside(HikariDataSource here, Handle handle, String own, String beside) {
            this.here = here;
            this.handle = handle;
            this.own = own;
            this.beside = beside;
        }

        @Override
        public void putInForce(Path aside) {
            try {
                handle.useTransaction(h -> {
                    h.execute("SET LOCAL lock_timeout = '10s'");
                    List<String> fresh = h.createQuery("SELECT table_name FROM information_schema.tables"
                                    + " WHERE table_schema = ? AND table_type = 'BASE TABLE'")
                            .bind(0, beside)
                            .mapTo(String.class)
                            .list();
                    List<String> old =
                            tables(h).stream().filter(fresh::contains).toList();
                    if (!old.isEmpty()) {
                        h.execute("DROP TABLE " + String.join(", ", old) + " CASCADE");
                    }
                    fresh.forEach(table ->
                            h.execute("ALTER TABLE \"" + beside + "\"." + table + " SET SCHEMA \"" + own + "\""));
                });
            } catch (RuntimeException e) {
                throw faults.describe(e);
            }
        }

        @Override
        public void close() {
            try {
                handle.execute(dropping(beside));
                handle.close();
            } catch (RuntimeException e) {
                throw faults.describe(e);
            } finally {
                here.close();
            }
        }
    }
}
