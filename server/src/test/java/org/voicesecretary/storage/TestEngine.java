package org.voicesecretary.storage;

import java.nio.file.Path;
import java.util.Map;

/** The databases that everything stored is tested on. */
public enum TestEngine {
    SQLITE {
        @Override
        public Map<String, String> settings(Path path) {
            return Map.of();
        }

        @Override
        void migrated(Path path) {
            MigratedFile.into(DataDirectory.prepare(path));
        }
    },

    /** A schema for each path, in the one server of this run. */
    POSTGRESQL {
        @Override
        public Map<String, String> settings(Path path) {
            return PostgresServer.running().settings(path);
        }

        @Override
        void migrated(Path path) {
            PostgresServer.running().migrated(path);
        }
    };

    /** What to set in the environment of a server for a database that belongs to a path. */
    public abstract Map<String, String> settings(Path path);

    /** Where a path has no database yet, one that has all migrations already; call {@link #settings} first. */
    abstract void migrated(Path path);
}
