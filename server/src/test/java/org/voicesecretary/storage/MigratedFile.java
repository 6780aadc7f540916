package org.voicesecretary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a new SQLite database looks like after all migrations, so that not each test has to run them. */
final class MigratedFile {
    private static final class Holder {
        static final byte[] CONTENT = make();
    }

    private MigratedFile() {}

    /** Puts it where the database of a directory will be, unless there is one. No key has sealed anything in it. */
    static void into(DataDirectory directory) {
        try {
            if (Files.notExists(directory.database())) {
                Files.write(directory.database(), Holder.CONTENT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] make() {
        try {
            Path path = Files.createTempDirectory("voice-secretary-migrated");
            var directory = new DataDirectory(path);
            SchemaAt.of(TestDatabase.config(path, Map.of()), directory, Database.newestSchema())
                    .close();
            byte[] content = Files.readAllBytes(directory.database());
            try (var files = Files.list(path)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(path);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
