package org.voicesecretary.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seal secrets, in a file outside the database which only its owner may read: a line {@code key ID BASE64} for each. The
 * first key seals; those behind it only open what was sealed before it came.
 */
public final class KeyFile {
    static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final String HEADING = """
            # Opens the passwords and secrets in the database of Voice Secretary. Whoever has this file and the database has them all;
            # whoever loses it has lost them. Keep a copy of it, and not beside the backups of the database.
            """;

    /** @param id the beginning of the key's hash, so that a wrong key is known before it is tried */
    record Key(String id, SecretKey key) {
        static Key of(byte[] bytes) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Key(HexFormat.of().formatHex(hash, 0, ID_BYTES), new SecretKeySpec(bytes, "AES"));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no SHA-256, which every Java has to have", e);
            }
        }

        static Key fresh() {
            byte[] bytes = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(bytes);
            return of(bytes);
        }

        private String line() {
            return "key " + id + " " + Base64.getEncoder().encodeToString(key.getEncoded()) + "\n";
        }

        @Override
        public String toString() {
            return "key " + id;
        }
    }

    private final Path path;

    public KeyFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /**
     * The one that seals first; empty where there is no file.
     *
     * @throws StorageException if the file cannot be read or is no such file
     */
    List<Key> read() {
        if (!exists()) {
            return List.of();
        }
        List<Key> keys = new ArrayList<>();
        int number = 0;
        try {
            for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(parse(line, number));
                }
            }
        } catch (IOException e) {
            throw trouble("cannot be read: " + e + "; make it readable for the user that runs the server", e);
        }
        if (keys.isEmpty()) {
            throw trouble("holds no key; put the right file there", null);
        }
        return keys;
    }

    private Key parse(String line, int number) {
        String[] parts = line.strip().split(" +");
        try {
            if (parts.length == 3 && parts[0].equals("key")) {
                byte[] bytes = Base64.getDecoder().decode(parts[2]);
                Key key = Key.of(bytes);
                if (bytes.length == KEY_BYTES && key.id().equals(parts[1])) {
                    return key;
                }
            }
        } catch (IllegalArgumentException e) {
            // told below, without what may be a key
        }
        throw trouble(
                "line " + number + " is damaged; expected \"key ID BASE64\" with " + KEY_BYTES
                        + " bytes whose SHA-256 begins with ID; put a good copy there",
                null);
    }

    /** Makes the file with a fresh key, unless another process was faster. */
    void create() {
        try {
            Path part = written(List.of(Key.fresh()));
            try {
                Files.createLink(path, part); // unlike a move, it never replaces
            } catch (FileAlreadyExistsException e) {
                return;
            } catch (UnsupportedOperationException e) {
                Files.move(part, path);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw trouble("cannot be made: " + e + "; make its directory writable, or set database.key-file", e);
        }
        Durable.directory(path.toAbsolutePath().getParent());
    }

    /** Whoever reads sees the old keys or the new ones. */
    void replace(List<Key> keys) {
        try {
            Files.move(written(keys), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw trouble("cannot be written: " + e, e);
        }
        Durable.directory(path.toAbsolutePath().getParent());
    }

    private Path written(List<Key> keys) throws IOException {
        var text = new StringBuilder(HEADING);
        keys.forEach(key -> text.append(key.line()));
        // Made for its owner only.
        Path part = Files.createTempFile(path.toAbsolutePath().getParent(), "key", ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text.toString()));
            channel.force(true);
        }
        return part;
    }

    private StorageException trouble(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new StorageException(StorageException.Fault.UNAVAILABLE, "key file " + path + " " + what, cause);
    }
}
