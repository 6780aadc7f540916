package org.voicesecretary.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.DatabaseConfig;
import org.voicesecretary.storage.BackupManifest.StoredFile;
import org.voicesecretary.storage.KeyFile.Key;
import org.voicesecretary.storage.StorageException.Fault;

/**
 * Makes an installation what a backup says. Everything is read, checked and built beside what is in force; then the database is put in
 * its place in one step. Until that step nothing has changed but files that nobody names yet; after it what the backup does not have
 * is put aside.
 */
public final class Restore {
    private static final String KEY = "secret.key";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** @param aside what was there before, as far as it could be kept; empty = there was nothing */
    public record Report(String made, String version, long rows, int files, Optional<Path> aside) {}

    private final DatabaseConfig config;
    private final DataDirectory data;
    private final InstantSource clock;

    public Restore(DatabaseConfig config, DataDirectory data, InstantSource clock) {
        this.config = config;
        this.data = data;
        this.clock = clock;
    }

    /**
     * @param key a copy of the key file, where neither the backup nor the installation has the right one
     * @throws IOException where something cannot be read or written
     * @throws StorageException if a server is running, or the backup is damaged, too new, of the other kind of database, or sealed with
     *     a key that is not there; nothing is changed then
     */
    public Report run(Path backup, @Nullable Path key) throws IOException {
        try (var _ = ServerLock.take(data)) {
            return runAlone(backup, key);
        }
    }

    private Report runAlone(Path backup, @Nullable Path key) throws IOException {
        BackupManifest manifest = BackupManifest.read(backup);
        DatabaseCopy copy = Database.copy(config, data);
        if (!copy.engine().equals(manifest.engine())) {
            throw new StorageException(
                    Fault.REFUSED,
                    backup + " is of " + manifest.engine() + ", and database.url says " + copy.engine()
                            + "; restore it where the database is of that kind",
                    null);
        }
        int newest = Database.newestSchema();
        if (manifest.schema() > newest) {
            throw new StorageException(
                    Fault.SCHEMA,
                    backup + ": its schema " + manifest.schema() + " is of a newer version (" + manifest.version()
                            + ") than this one, which knows " + newest + "; restore it with that version",
                    null);
        }
        verify(backup, manifest);
        List<Key> keys = keys(backup, manifest, key);
        List<StoredFile> files = manifest.files().stream()
                .filter(file -> !file.name().startsWith(DatabaseCopy.DIRECTORY + "/"))
                .filter(file -> !file.name().equals(KEY))
                .toList();
        Path aside = data.path().resolve(BackupFiles.ASIDE + STAMP.format(clock.instant()));
        try (DatabaseCopy.Staged staged = copy.stage(backup.resolve(DatabaseCopy.DIRECTORY), manifest)) {
            for (StoredFile file : files) {
                Path to = data.path().resolve(file.name());
                if (!Files.isRegularFile(to)
                        || !BackupFiles.describe(to, file.name()).equals(file)) {
                    BackupFiles.put(backup.resolve(file.name()), to);
                }
            }
            KeyFile own = Database.keyFile(config, data);
            if (!keys.equals(own.read())) {
                own.replace(keys);
            }
            Files.createDirectory(aside);
            staged.putInForce(aside);
        } finally {
            removeIfEmpty(aside);
        }
        putAside(files, aside);
        return new Report(
                manifest.made().toString(),
                manifest.version(),
                manifest.tables().stream()
                        .mapToLong(BackupManifest.TableRows::rows)
                        .sum(),
                files.size(),
                Files.exists(aside) ? Optional.of(aside) : Optional.empty());
    }

    private static void verify(Path backup, BackupManifest manifest) throws IOException {
        for (StoredFile file : manifest.files()) {
            Path path = backup.resolve(file.name()).normalize();
            boolean below = file.name().indexOf('/') > 0 || file.name().equals(KEY);
            if (!below
                    || !path.startsWith(backup.normalize())
                    || !Files.isRegularFile(path)
                    || !BackupFiles.describe(path, file.name()).equals(file)) {
                throw new StorageException(
                        Fault.CORRUPT,
                        "the backup is damaged: " + file.name() + " is missing or was changed; take another backup",
                        null);
            }
        }
    }

    /** Those of the installation, and behind them what the backup needs. */
    private List<Key> keys(Path backup, BackupManifest manifest, @Nullable Path named) {
        KeyFile own = Database.keyFile(config, data);
        List<Key> keys = new ArrayList<>(own.read());
        List<Key> offered = new ArrayList<>();
        if (named != null) {
            offered.addAll(readable(named).read());
        }
        offered.addAll(new KeyFile(backup.resolve(KEY)).read());
        Set<String> had = keys.stream().map(Key::id).collect(Collectors.toSet());
        offered.stream()
                .filter(key -> keys.isEmpty() || manifest.keys().contains(key.id()))
                .filter(key -> had.add(key.id()))
                .forEach(keys::add);
        for (String id : manifest.keys()) {
            if (!had.contains(id)) {
                throw new StorageException(
                        Fault.UNAVAILABLE,
                        "the secrets in " + backup + " are sealed with key " + id + ", which neither " + own.path()
                                + " nor the backup has; name a copy of the key file by --key",
                        null);
            }
        }
        return keys;
    }

    private static KeyFile readable(Path named) {
        if (!Files.isRegularFile(named)) {
            throw new StorageException(Fault.UNAVAILABLE, "key file " + named + " is not there", null);
        }
        return new KeyFile(named);
    }

    /** Files that came after the backup: nothing names them any more. */
    private void putAside(List<StoredFile> files, Path aside) throws IOException {
        Set<String> kept = files.stream().map(StoredFile::name).collect(Collectors.toSet());
        for (String name : BackupFiles.list(data.path())) {
            if (!kept.contains(name)) {
                Path to = aside.resolve(name);
                Files.createDirectories(to.getParent());
                BackupFiles.move(data.path().resolve(name), to);
            }
        }
    }

    private static void removeIfEmpty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var content = Files.list(directory)) {
                if (content.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(directory);
        }
    }
}
