package org.voicesecretary.media.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The SHA-256 of a certificate, by which each side of a call knows the other (RFC 8122 §5). */
public final class Fingerprint {
    private static final String HASH = "sha-256";
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":").withUpperCase();

    private final byte[] hash;

    private Fingerprint(byte[] hash) {
        this.hash = hash;
    }

    static Fingerprint of(byte[] certificate) {
        try {
            return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    /** The value of an {@code a=fingerprint}; empty for another hash, which every browser also has this one for, and for what is none. */
    public static Optional<Fingerprint> parse(String value) {
        String[] parts = value.strip().split("\\s+", 3);
        if (parts.length != 2 || !parts[0].equalsIgnoreCase(HASH) || parts[1].length() != 32 * 3 - 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Fingerprint(FORMAT.parseHex(parts[1].toUpperCase(Locale.ROOT))));
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** As in SDP. */
    @Override
    public String toString() {
        return HASH + " " + FORMAT.formatHex(hash);
    }
}
