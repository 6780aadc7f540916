package org.voicesecretary.media.srtp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The master key and salt of one direction, for one suite. Never shown: {@link #toString()} names the suite alone. */
public final class SrtpKey {
    private final SrtpSuite suite;
    private final byte[] master;

    private SrtpKey(SrtpSuite suite, byte[] master) {
        this.suite = suite;
        this.master = master;
    }

    /** A new key. */
    public static SrtpKey random(SrtpSuite suite, SecureRandom random) {
        byte[] master = new byte[suite.masterBytes()];
        random.nextBytes(master);
        return new SrtpKey(suite, master);
    }

    /** Key and salt one after the other as base64, as {@code inline:} has them (RFC 4568 §6.1); empty where they have another length. */
    public static Optional<SrtpKey> ofBase64(SrtpSuite suite, String text) {
        try {
            byte[] master = Base64.getDecoder().decode(text);
            return master.length == suite.masterBytes() ? Optional.of(new SrtpKey(suite, master)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /**
     * From what DTLS exports (RFC 5764 §4.2): the keys of client and server, then their salts.
     *
     * @param side 0 for the client's, 1 for the server's
     */
    public static SrtpKey ofExported(SrtpSuite suite, byte[] material, int side) {
        byte[] master = new byte[suite.masterBytes()];
        int salts = 2 * suite.keyBytes();
        System.arraycopy(material, side * suite.keyBytes(), master, 0, suite.keyBytes());
        System.arraycopy(material, salts + side * suite.saltBytes(), master, suite.keyBytes(), suite.saltBytes());
        return new SrtpKey(suite, master);
    }

    public SrtpSuite suite() {
        return suite;
    }

    /** For the SDP. */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(master);
    }

    byte[] key() {
        return Arrays.copyOf(master, suite.keyBytes());
    }

    byte[] salt() {
        return Arrays.copyOfRange(master, suite.keyBytes(), master.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKey that && suite == that.suite && MessageDigest.isEqual(master, that.master);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(master);
    }

    @Override
    public String toString() {
        return suite + " ***";
    }
}
