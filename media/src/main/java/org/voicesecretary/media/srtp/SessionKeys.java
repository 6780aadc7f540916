package org.voicesecretary.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of RTP or RTCP in one direction, derived from the master key (RFC 3711 §4.3, with a derivation rate of zero).
 *
 * @param cipher 16 bytes
 * @param auth 20 bytes; without meaning where the cipher authenticates
 * @param salt 14 bytes, or 12 for GCM
 */
record SessionKeys(byte[] cipher, byte[] auth, byte[] salt) {
    private static final int AUTH_BYTES = 20;
    private static final int RTP_LABEL = 0;
    private static final int RTCP_LABEL = 3;

    static SessionKeys rtp(SrtpKey master) {
        return derive(master, RTP_LABEL);
    }

    static SessionKeys rtcp(SrtpKey master) {
        return derive(master, RTCP_LABEL);
    }

    private static SessionKeys derive(SrtpKey master, int firstLabel) {
        return new SessionKeys(
                derive(master, firstLabel, master.suite().keyBytes()),
                derive(master, firstLabel + 1, AUTH_BYTES),
                derive(master, firstLabel + 2, master.suite().saltBytes()));
    }

    /** AES in counter mode from the salt with the label in it; a salt of 96 bits is filled up with zeros (RFC 7714 §11). */
    static byte[] derive(SrtpKey master, int label, int length) {
        int blocks = Math.ceilDiv(length, 16);
        byte[] counters = new byte[16 * blocks];
        byte[] salt = master.salt();
        for (int i = 0; i < blocks; i++) {
            System.arraycopy(salt, 0, counters, 16 * i, salt.length);
            counters[16 * i + 7] ^= (byte) label;
            counters[16 * i + 14] = (byte) (i >> 8);
            counters[16 * i + 15] = (byte) i;
        }
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(master.key(), "AES"));
            return Arrays.copyOf(aes.doFinal(counters), length);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no AES", impossible);
        }
    }
}
