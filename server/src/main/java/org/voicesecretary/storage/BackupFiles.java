package org.voicesecretary.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.voicesecretary.storage.BackupManifest.StoredFile;

/** The files beside the database that a backup takes along: sounds, messages, recordings. */
final class BackupFiles {
    /** Can be made again, or belongs to this machine and is as secret as the key: {@code tls}. */
    private static final Set<String> LEFT_ALONE = Set.of("speech", "masters", "tls");
    /** What an earlier restore put aside. */
    static final String ASIDE = "before-restore-";

    private BackupFiles() {}

    /**
     * Those that are whole, by their names below the data directory; what is half-written goes by {@code .part}, {@code .tmp} or is in
     * a directory {@code incoming}.
     */
    static List<String> list(Path data) throws IOException {
        try (Stream<Path> below = Files.list(data)) {
            List<Path> rooms = below.filter(Files::isDirectory)
                    .filter(room -> !LEFT_ALONE.contains(room.getFileName().toString())
                            && !room.getFileName().toString().startsWith(ASIDE))
                    .sorted()
                    .toList();
            return rooms.stream()
                    .flatMap(room -> walk(room).stream())
                    .map(file -> data.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.endsWith(".part")
                            && !name.endsWith(".tmp")
                            && !name.contains("/incoming/")
                            && name.chars().noneMatch(c -> c < ' '))
                    .toList();
        }
    }

    private static List<Path> walk(Path room) {
        try (Stream<Path> files = Files.walk(room)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) { // a directory that went away meanwhile
            throw new StorageException(
                    StorageException.Fault.UNAVAILABLE, room + " cannot be read: " + e + "; try again", e);
        }
    }

    /** Copies a file, on the disk when this returns. @throws NoSuchFileException if it has gone meanwhile */
    static StoredFile copy(Path from, Path to, String name) throws IOException {
        Files.createDirectories(to.getParent());
        MessageDigest digest = sha256();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(to)) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
                bytes += n;
            }
        }
        Durable.file(to);
        return new StoredFile(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    static StoredFile describe(Path file, String name) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
            }
        }
        return new StoredFile(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Replaces or adds a file; whoever reads sees one of the two whole. */
    static void put(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Path part = Files.createTempFile(to.getParent(), "restore", ".part");
        copy(from, part, "");
        move(part, to);
        Durable.directory(to.getParent());
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** For its owner only, since it holds what people said. */
    static void makePrivate(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has to have", e);
        }
    }
}
