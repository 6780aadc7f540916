package org.voicesecretary.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Map;
import org.voicesecretary.config.DatabaseConfig;

/** Databases as an older version left them. */
final class SchemaAt {
    private SchemaAt() {}

    /** A new file with the migrations up to a number. */
    static HikariDataSource sqlite(Path file, int schema) {
        DatabaseConfig config = TestDatabase.config(file.getParent(), Map.of());
        var source = new HikariDataSource(Engine.SQLITE.pool(config, Engine.SQLITE_URL + file, true));
        migrate(source, Engine.SQLITE, String.valueOf(schema));
        return source;
    }

    /** The database of a data directory, not yet opened by anybody, with the migrations up to a number. */
    static HikariDataSource of(DatabaseConfig config, DataDirectory data, int schema) {
        String url = config.url().orElse(Engine.SQLITE_URL + data.database());
        Engine engine = Engine.of(url);
        var source = new HikariDataSource(engine.pool(config, url, true));
        migrate(source, engine, String.valueOf(schema));
        return source;
    }

    static void migrate(HikariDataSource source, Engine engine, String target) {
        Database.migrate(source, engine, new Faults(engine, "of the test"), target);
    }
}
