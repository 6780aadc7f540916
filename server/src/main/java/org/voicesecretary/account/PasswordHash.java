package org.voicesecretary.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords of people, as {@code pbkdf2-sha512:ITERATIONS:SALT:HASH}: slow to guess, and never read back. */
final class PasswordHash {
    /** A third of a second on a slow machine. */
    private static final int ITERATIONS = 210_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final String NAME = "pbkdf2-sha512";

    /** Of no password; looked at for logins that nobody has, so that a refusal tells nothing by its time. */
    static final String NOBODYS = NAME + ":" + ITERATIONS + ":AAAAAAAAAAAAAAAAAAAAAA==:" + "AAAA".repeat(10) + "AAA=";

    private PasswordHash() {}

    /** @param random a secure source */
    static String of(String password, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder text = Base64.getEncoder();
        return NAME + ":" + ITERATIONS + ":" + text.encodeToString(salt) + ":"
                + text.encodeToString(hash(password, salt, ITERATIONS));
    }

    static boolean fits(String password, String stored) {
        String[] parts = stored.split(":");
        if (parts.length != 4 || !parts[0].equals(NAME)) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        return MessageDigest.isEqual(
                Base64.getDecoder().decode(parts[3]), hash(password, salt, Integer.parseInt(parts[1])));
    }

    private static byte[] hash(String password, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA512", e);
        }
    }
}
