package org.voicesecretary.storage;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.DatabaseConfig;

/** A real database that belongs to a directory of the test, opened as the server opens it. Opening the same directory again is a restart. */
public record TestDatabase(
        DataDirectory directory, Database database, GroupCommitWriter writer, SimpleMeterRegistry metrics)
        implements AutoCloseable {
    /** Of the kind that needs nothing else, for tests of what does not depend on it. */
    public static TestDatabase open(Path path) {
        return open(TestEngine.SQLITE, path);
    }

    public static TestDatabase open(TestEngine engine, Path path) {
        Map<String, String> settings = engine.settings(path);
        engine.migrated(path);
        return open(path, config(path, settings));
    }

    public static DatabaseConfig config(Path path, Map<String, String> environment) {
        return new ConfigLoader(path, environment).load(null).config().database();
    }

    public static TestDatabase open(Path path, DatabaseConfig config) {
        DataDirectory directory = DataDirectory.prepare(path);
        Database database = Database.open(config, directory);
        var metrics = new SimpleMeterRegistry();
        return new TestDatabase(
                directory,
                database,
                GroupCommitWriter.start(database, config.queue(), Duration.ofSeconds(5), metrics),
                metrics);
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
