package org.voicesecretary.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.voicesecretary.storage.BackupManifest.TableRows;

/** How the content of a database gets into a backup and back. */
interface DatabaseCopy {
    /** Where the copy is inside a backup. */
    String DIRECTORY = "database";

    /** What a copy holds, for the manifest. */
    record Content(int schema, Set<String> keys, List<TableRows> tables) {}

    /** The word for it in a manifest. */
    String engine();

    /** Writes the database as it is at one moment into a directory, while others work with it. */
    Content save(Path directory) throws IOException;

    /**
     * Builds the database of a backup beside the one in force, which does not change.
     *
     * @throws StorageException if it is not what the manifest says, is newer than this program, or is being worked with
     */
    Staged stage(Path directory, BackupManifest manifest) throws IOException;

    /** A database that is whole and has the schema of this program, but is not in force yet; closing forgets it if it never was. */
    interface Staged extends AutoCloseable {
        /** In one step that is done or not done, whatever happens to the machine. @param aside where the one before is kept, if it can be */
        void putInForce(Path aside) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** The newest migration; 0 = there is none. */
    static int schema(Handle handle) {
        return handle
                .createQuery("SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL")
                .mapTo(String.class)
                .list()
                .stream()
                .mapToInt(version -> Integer.parseInt(version.replaceFirst("[^0-9].*", "")))
                .max()
                .orElse(0);
    }

    static long count(Handle handle, String table) {
        return handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one();
    }

    /** @throws StorageException if a table has not as many rows as were saved */
    static void verify(Handle handle, BackupManifest manifest) {
        for (TableRows table : manifest.tables()) {
            long rows = count(handle, table.name());
            if (rows != table.rows()) {
                throw new StorageException(
                        StorageException.Fault.CORRUPT,
                        "the backup is damaged: table " + table.name() + " has " + rows + " rows, expected "
                                + table.rows() + "; take another backup",
                        null);
            }
        }
    }
}
