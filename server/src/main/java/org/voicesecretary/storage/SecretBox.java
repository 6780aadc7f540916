package org.voicesecretary.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.voicesecretary.storage.KeyFile.Key;

/**
 * Seals what must not be read in the database, its files and their copies: {@code sealed:1:KEY-ID:BASE64} of nonce, AES-256-GCM
 * ciphertext and tag, bound to table, column and row. Repositories seal what they write and open what they read.
 */
public final class SecretBox {
    static final String PREFIX = "sealed:1:";
    /** Where the id of the key begins, counted from 1 as SQL does. */
    static final int ID_AT = PREFIX.length() + 1;

    static final int ID_LENGTH = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyFile file;
    private final SecureRandom random = new SecureRandom();
    private volatile List<Key> keys;

    /** @param keys of the file, the one that seals first */
    SecretBox(KeyFile file, List<Key> keys) {
        this.file = file;
        this.keys = keys;
    }

    static boolean isSealed(String value) {
        return value.startsWith(PREFIX);
    }

    /** @param row values of the primary key of the row that it is for */
    public String seal(SealedColumn column, String plain, Object... row) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Key key = keys.getFirst();
        try {
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, key, nonce, column.place(row))
                    .doFinal(plain.getBytes(StandardCharsets.UTF_8));
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + secret.length);
            System.arraycopy(secret, 0, whole, NONCE_BYTES, secret.length);
            return PREFIX + key.id() + ":" + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-256-GCM, which every Java has to have", e);
        }
    }

    /**
     * @param row values of the primary key of the row that it stands in
     * @throws StorageException if the key is not there any more, or the value is not what was sealed for this place
     */
    public String open(SealedColumn column, String sealed, Object... row) {
        String place = column.place(row);
        if (!isSealed(sealed) || sealed.length() < PREFIX.length() + ID_LENGTH + 1) {
            throw broken(place, null);
        }
        String id = sealed.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH);
        Key key = key(id).orElseThrow(() -> missing(file, id));
        try {
            byte[] whole = Base64.getDecoder().decode(sealed.substring(PREFIX.length() + ID_LENGTH + 1));
            if (whole.length < NONCE_BYTES) {
                throw broken(place, null);
            }
            byte[] plain = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(whole, NONCE_BYTES), place)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw broken(place, e);
        }
    }

    /** Also one that another process has put into the file since. */
    private Optional<Key> key(String id) {
        return find(id).or(() -> {
            List<Key> now = file.read();
            if (!now.isEmpty()) {
                keys = now;
            }
            return find(id);
        });
    }

    private Optional<Key> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    static StorageException missing(KeyFile file, String id) {
        return new StorageException(
                StorageException.Fault.UNAVAILABLE,
                "key file " + file.path() + (file.exists() ? " lacks key " + id : " is missing")
                        + ", with which the secrets in the database are sealed (key " + id
                        + "); put its copy back, or name it by database.key-file",
                null);
    }

    private static StorageException broken(String place, @org.jspecify.annotations.Nullable Exception cause) {
        return new StorageException(
                StorageException.Fault.CORRUPT,
                "the secret at " + place + " was changed or moved by hand and cannot be opened;"
                        + " restore the database from a backup",
                cause);
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
