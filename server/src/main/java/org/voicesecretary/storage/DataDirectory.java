package org.voicesecretary.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The installation's {@code data-dir}: made on first use, readable by its owner only, since it holds secrets. */
public record DataDirectory(Path path) {
    /** @throws StorageException with what to do, if it cannot be made or written */
    public static DataDirectory prepare(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                boolean posix =
                        path.getFileSystem().supportedFileAttributeViews().contains("posix");
                if (path.getParent() != null) {
                    Files.createDirectories(path.getParent());
                }
                if (posix) {
                    Files.createDirectory(
                            path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectory(path);
                }
            }
            Path sounds = Files.createDirectories(path.resolve("sounds"));
            Files.createDirectories(path.resolve("speech"));
            Files.deleteIfExists(Files.createTempFile(sounds, "probe", ".tmp"));
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Fault.UNAVAILABLE,
                    "data-dir " + path + " cannot be written: " + e
                            + "; make it writable for the user that runs the server, or set data-dir",
                    e);
        }
        return new DataDirectory(path);
    }

    public Path database() {
        return path.resolve("voice-secretary.db");
    }

    /** The keys of the secrets in the database, where {@code database.key-file} names no other file. */
    public Path keyFile() {
        return path.resolve("secret.key");
    }

    /** Uploaded sound files, named by the hash of their content. */
    public Path sounds() {
        return path.resolve("sounds");
    }

    /** Rendered speech. */
    public Path speech() {
        return path.resolve("speech");
    }
}
