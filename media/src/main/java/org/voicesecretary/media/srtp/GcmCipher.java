package org.voicesecretary.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-128 in Galois/counter mode (RFC 7714). The JDK wants a new parameter object for each packet, so this one allocates some. */
final class GcmCipher implements PacketCipher {
    private static final int TAG_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int LONGEST = 2048;
    private static final int RTCP_CLEAR = 8;

    private final Cipher gcm;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] iv = new byte[IV_BYTES];
    private final byte[] word = new byte[4];
    private final byte[] out = new byte[LONGEST + TAG_BYTES];

    GcmCipher(SessionKeys keys) {
        try {
            this.gcm = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no AES-GCM", impossible);
        }
        this.key = new SecretKeySpec(keys.cipher(), "AES");
        this.salt = keys.salt();
    }

    @Override
    public int tagBytes() {
        return TAG_BYTES;
    }

    @Override
    public void protectRtp(byte[] packet, int from, int to, int ssrc, long index) {
        rtpIv(ssrc, index);
        crypt(Cipher.ENCRYPT_MODE, packet, from, from, to - from, false);
    }

    @Override
    public boolean openRtp(byte[] packet, int from, int to, int ssrc, long index) {
        rtpIv(ssrc, index);
        return crypt(Cipher.DECRYPT_MODE, packet, from, from, to - from + TAG_BYTES, false);
    }

    @Override
    public int protectRtcp(byte[] packet, int to, int ssrc, int index) {
        rtcpIv(ssrc, index);
        Bytes.putInt(word, 0, index | 0x8000_0000);
        crypt(Cipher.ENCRYPT_MODE, packet, RTCP_CLEAR, RTCP_CLEAR, to - RTCP_CLEAR, true);
        Bytes.putInt(packet, to + TAG_BYTES, index | 0x8000_0000); // RFC 7714 §9.2: behind the tag
        return to + TAG_BYTES + 4;
    }

    @Override
    public int openRtcp(byte[] packet, int to, int ssrc, int index, boolean encrypted) {
        rtcpIv(ssrc, index);
        int end = to - 4;
        Bytes.putInt(word, 0, Bytes.getInt(packet, end));
        int clear = encrypted
                ? RTCP_CLEAR
                : end - TAG_BYTES; // RFC 7714 §9.3: without encryption all of it is associated data
        boolean authentic = crypt(Cipher.DECRYPT_MODE, packet, clear, clear, end - clear, true);
        return authentic ? end - TAG_BYTES : -1;
    }

    @Override
    public int rtcpIndexAt(int to) {
        return to - 4;
    }

    private void rtpIv(int ssrc, long index) {
        System.arraycopy(salt, 0, iv, 0, IV_BYTES);
        Bytes.xorInt(iv, 2, ssrc);
        Bytes.xorInt(iv, 6, (int) (index >> 16));
        iv[10] ^= (byte) (index >> 8);
        iv[11] ^= (byte) index;
    }

    private void rtcpIv(int ssrc, int index) {
        System.arraycopy(salt, 0, iv, 0, IV_BYTES);
        Bytes.xorInt(iv, 2, ssrc);
        Bytes.xorInt(iv, 8, index);
    }

    private boolean crypt(int mode, byte[] packet, int clear, int from, int length, boolean withWord) {
        try {
            gcm.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
            gcm.updateAAD(packet, 0, clear);
            if (withWord) {
                gcm.updateAAD(word);
            }
            int count = gcm.doFinal(packet, from, length, out, 0);
            System.arraycopy(out, 0, packet, from, count);
            return true;
        } catch (AEADBadTagException forged) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
