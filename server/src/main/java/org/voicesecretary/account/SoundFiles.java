package org.voicesecretary.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.StorageException;

/** The copies of uploaded sound files in {@code data-dir}, each under the hash of its content, so that none is stored twice. */
public final class SoundFiles {
    /** A file that is larger is no prompt. */
    public static final long MAX_BYTES = 50_000_000;

    private final Path directory;

    public SoundFiles(DataDirectory data) {
        this.directory = data.sounds();
    }

    /** Where the copy is, named HASH.ENDING. */
    public Path path(Sound.Content.File file) {
        return directory.resolve(file.hash() + "." + ending(file.name()));
    }

    /**
     * Copies a file unless its copy is there. Whoever reads sees the whole copy or none.
     *
     * @throws StorageException if the directory cannot be written or the file changed since it was hashed
     */
    void keep(Sound.Content.File file, Path source) {
        Path target = path(file);
        try {
            if (Files.exists(target) && Files.size(target) == file.bytes()) {
                return;
            }
            Path part = Files.createTempFile(directory, "upload", ".part");
            try {
                Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING);
                if (!SoundReader.hash(part).equals(file.hash())) {
                    throw new IOException("it changed while it was read; try again");
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Fault.UNAVAILABLE,
                    "sound file " + source + " cannot be copied to " + target + ": " + e,
                    e);
        }
    }

    /** As {@link Accounts#keepSound}. */
    Sound.Content.File keep(String sentName, byte[] content, SoundCheck check) {
        String name = sentName.substring(Math.max(sentName.lastIndexOf('/'), sentName.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "");
        String shown = name.length() <= 200 ? name : name.substring(name.length() - 200);
        SoundReader.refuseUnknownFormat(shown);
        if (content.length == 0 || content.length > MAX_BYTES) {
            throw new IllegalArgumentException(shown + " has " + content.length + " bytes; expected 1 to " + MAX_BYTES);
        }
        try {
            Path part = Files.createTempFile(directory, "upload", "." + ending(shown));
            try {
                Files.write(part, content);
                var file = new Sound.Content.File(shown, SoundReader.hash(part), content.length);
                check.problem(part, file.hash()).ifPresent(problem -> {
                    throw new IllegalArgumentException(problem.replace(part.toString(), shown));
                });
                keep(file, part);
                return file;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Fault.UNAVAILABLE,
                    "sound " + shown + " cannot be kept in " + directory + ": " + e,
                    e);
        }
    }

    /**
     * Removes the copies that no account names any more. One made after {@code time} stays: an apply that is under way names it soon.
     *
     * @return how many; 0 = none is left
     */
    public int forgetBefore(Instant time, AccountSnapshot accounts) {
        Set<Path> named = accounts.accounts().stream()
                .flatMap(data -> data.sounds().stream())
                .flatMap(sound ->
                        sound.content() instanceof Sound.Content.File file ? Stream.of(path(file)) : Stream.of())
                .collect(Collectors.toSet());
        int gone = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!named.contains(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    Files.delete(file);
                    gone++;
                }
            }
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Fault.UNAVAILABLE, "sound files in " + directory + " cannot be removed: " + e, e);
        }
        return gone;
    }

    /** The ending of a file name in lower case, without the dot. */
    static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
