package org.voicesecretary.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.voicesecretary.config.DatabaseConfig;
import org.voicesecretary.storage.BackupManifest.StoredFile;
import org.voicesecretary.storage.StorageException.Fault;

/** Copies an installation's database, sounds, messages and recordings while its server runs. */
public final class Backup {
    /** Says that a directory is a backup that was begun, so that the next one may clear it away. */
    private static final String UNFINISHED = "UNFINISHED";

    private static final String KEY = "secret.key";

    /**
     * @param rows of all tables
     * @param key where the copy of the key is; empty = the backup has none
     */
    public record Report(Path directory, int schema, long rows, int files, long bytes, Optional<Path> key) {}

    private final DatabaseConfig config;
    private final DataDirectory data;
    private final InstantSource clock;
    private final String version;

    /** @param version of this program */
    public Backup(DatabaseConfig config, DataDirectory data, InstantSource clock, String version) {
        this.config = config;
        this.data = data;
        this.clock = clock;
        this.version = version;
    }

    /**
     * Makes the directory: whole and on the disk, or not at all.
     *
     * @param withKey whether the key of the secrets comes along, which makes the backup as secret as they are
     * @throws IOException where it cannot be written
     * @throws StorageException where the database cannot be read
     */
    public Report make(Path target, boolean withKey) throws IOException {
        if (Files.exists(target)) {
            throw new StorageException(
                    Fault.UNAVAILABLE, target + " is there already; name a directory that is not there yet", null);
        }
        if (target.toAbsolutePath()
                .normalize()
                .startsWith(data.path().toAbsolutePath().normalize())) {
            throw new StorageException(
                    Fault.UNAVAILABLE,
                    target + " is inside data-dir, and would be part of the next backup; name a directory elsewhere,"
                            + " best on another disk",
                    null);
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        clear(part);
        BackupFiles.makePrivate(part);
        Files.createFile(part.resolve(UNFINISHED));
        Set<String> had = new HashSet<>();
        List<StoredFile> files = new ArrayList<>();
        // Before the database, and again after it: whatever a row in it names was there in between.
        copyNew(part, had, files);
        Path database = Files.createDirectory(part.resolve(DatabaseCopy.DIRECTORY));
        DatabaseCopy copy = Database.copy(config, data);
        DatabaseCopy.Content content = copy.save(database);
        copyNew(part, had, files);
        try (Stream<Path> copied = Files.list(database)) {
            for (Path file : copied.sorted().toList()) {
                files.add(BackupFiles.describe(file, DatabaseCopy.DIRECTORY + "/" + file.getFileName()));
            }
        }
        KeyFile key = Database.keyFile(config, data);
        if (withKey && key.exists()) {
            files.add(BackupFiles.copy(key.path(), part.resolve(KEY), KEY));
        }
        var manifest = new BackupManifest(
                clock.instant(),
                version.replace(' ', '-'),
                copy.engine(),
                content.schema(),
                List.copyOf(content.keys()),
                content.tables(),
                files);
        Path written = Files.writeString(part.resolve(BackupManifest.NAME), manifest.print());
        Durable.file(written);
        Files.delete(part.resolve(UNFINISHED));
        syncDirectories(part);
        BackupFiles.move(part, target);
        Durable.directory(target.toAbsolutePath().getParent());
        return new Report(
                target,
                content.schema(),
                content.tables().stream()
                        .mapToLong(BackupManifest.TableRows::rows)
                        .sum(),
                files.size(),
                manifest.bytes(),
                withKey && key.exists() ? Optional.of(target.resolve(KEY)) : Optional.empty());
    }

    private static void clear(Path part) throws IOException {
        if (!Files.exists(part)) {
            return;
        }
        if (!Files.exists(part.resolve(UNFINISHED))) {
            throw new StorageException(
                    Fault.UNAVAILABLE, part + " is in the way and is no backup that was begun; move it away", null);
        }
        BackupFiles.delete(part);
    }

    private void copyNew(Path part, Set<String> had, List<StoredFile> files) throws IOException {
        for (String name : BackupFiles.list(data.path())) {
            if (!had.add(name)) {
                continue;
            }
            try {
                files.add(BackupFiles.copy(data.path().resolve(name), part.resolve(name), name));
            } catch (NoSuchFileException e) {
                Files.deleteIfExists(part.resolve(name)); // forgotten meanwhile, its row too
            }
        }
    }

    private static void syncDirectories(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.filter(Files::isDirectory).forEach(Durable::directory);
        }
    }
}
