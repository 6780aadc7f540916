package org.voicesecretary.media.srtp;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-128 in counter mode (RFC 3711 §4.1.1) with HMAC-SHA1 (§4.2.1). The key stream comes from AES block by block and the HMAC from SHA-1
 * by hand, since the counter mode and the Mac of the JDK allocate for each packet.
 */
final class CounterModeCipher implements PacketCipher {
    private static final int BLOCK = 16;
    private static final int LONGEST = 2048;
    private static final int HASH_BYTES = 20;
    private static final int HASH_BLOCK = 64;
    private static final int RTCP_CLEAR = 8;

    private final Cipher aes;
    private final MessageDigest sha1;
    private final byte[] salt;
    private final byte[] innerPad = new byte[HASH_BLOCK];
    private final byte[] outerPad = new byte[HASH_BLOCK];
    private final byte[] counters = new byte[LONGEST];
    private final byte[] stream = new byte[LONGEST];
    private final byte[] hash = new byte[HASH_BYTES];
    private final byte[] rollOver = new byte[4];
    private final int tagBytes;

    CounterModeCipher(SessionKeys keys, int tagBytes) {
        try {
            this.aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keys.cipher(), "AES"));
            this.sha1 = MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no AES or SHA-1", impossible);
        }
        this.salt = keys.salt();
        this.tagBytes = tagBytes;
        for (int i = 0; i < HASH_BLOCK; i++) {
            int key = i < keys.auth().length ? keys.auth()[i] : 0;
            innerPad[i] = (byte) (key ^ 0x36);
            outerPad[i] = (byte) (key ^ 0x5c);
        }
    }

    @Override
    public int tagBytes() {
        return tagBytes;
    }

    @Override
    public void protectRtp(byte[] packet, int from, int to, int ssrc, long index) {
        crypt(packet, from, to, ssrc, index);
        authenticateRtp(packet, to, index);
        System.arraycopy(hash, 0, packet, to, tagBytes);
    }

    @Override
    public boolean openRtp(byte[] packet, int from, int to, int ssrc, long index) {
        authenticateRtp(packet, to, index);
        if (!hasTag(packet, to)) {
            return false;
        }
        crypt(packet, from, to, ssrc, index);
        return true;
    }

    @Override
    public int protectRtcp(byte[] packet, int to, int ssrc, int index) {
        crypt(packet, RTCP_CLEAR, to, ssrc, index);
        Bytes.putInt(packet, to, index | 0x8000_0000);
        authenticate(packet, to + 4, false);
        System.arraycopy(hash, 0, packet, to + 4, tagBytes);
        return to + 4 + tagBytes;
    }

    @Override
    public int openRtcp(byte[] packet, int to, int ssrc, int index, boolean encrypted) {
        int tag = to - tagBytes;
        authenticate(packet, tag, false);
        if (!hasTag(packet, tag)) {
            return -1;
        }
        if (encrypted) {
            crypt(packet, RTCP_CLEAR, tag - 4, ssrc, index);
        }
        return tag - 4;
    }

    @Override
    public int rtcpIndexAt(int to) {
        return to - tagBytes - 4;
    }

    private boolean hasTag(byte[] packet, int at) {
        int difference = 0;
        for (int i = 0; i < tagBytes; i++) {
            difference |= packet[at + i] ^ hash[i]; // all of it, so that time tells nothing
        }
        return difference == 0;
    }

    private void authenticateRtp(byte[] packet, int to, long index) {
        Bytes.putInt(rollOver, 0, (int) (index >> 16));
        authenticate(packet, to, true);
    }

    private void authenticate(byte[] packet, int to, boolean withRollOver) {
        try {
            sha1.update(innerPad);
            sha1.update(packet, 0, to);
            if (withRollOver) {
                sha1.update(rollOver);
            }
            sha1.digest(hash, 0, HASH_BYTES);
            sha1.update(outerPad);
            sha1.update(hash);
            sha1.digest(hash, 0, HASH_BYTES);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void crypt(byte[] packet, int from, int to, int ssrc, long index) {
        int length = to - from;
        int blocks = (length + BLOCK - 1) / BLOCK;
        for (int i = 0; i < blocks; i++) {
            int at = i * BLOCK;
            System.arraycopy(salt, 0, counters, at, salt.length);
            Bytes.xorInt(counters, at + 4, ssrc);
            Bytes.xorInt(counters, at + 8, (int) (index >> 16));
            counters[at + 12] ^= (byte) (index >> 8);
            counters[at + 13] ^= (byte) index;
            counters[at + 14] = (byte) (i >> 8);
            counters[at + 15] = (byte) i;
        }
        try {
            aes.update(counters, 0, blocks * BLOCK, stream, 0);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
        for (int i = 0; i < length; i++) {
            packet[from + i] ^= stream[i];
        }
    }
}
