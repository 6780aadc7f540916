package org.voicesecretary.media.srtp;

import java.util.Arrays;
import java.util.Optional;

/** The crypto suites that are spoken here, by their names in SDP (RFC 4568 §6.2, RFC 7714 §14.2), the one offered first before the others. */
public enum SrtpSuite {
    AES_CM_128_HMAC_SHA1_80(14, 10, 10),
    /** Shorter tags for RTP; RTCP keeps the long ones (RFC 4568 §6.2.2). */
    AES_CM_128_HMAC_SHA1_32(14, 4, 10),
    AEAD_AES_128_GCM(12, 16, 16);

    private static final int KEY_BYTES = 16;

    private final int saltBytes;
    private final int rtpTagBytes;
    private final int rtcpTagBytes;

    SrtpSuite(int saltBytes, int rtpTagBytes, int rtcpTagBytes) {
        this.saltBytes = saltBytes;
        this.rtpTagBytes = rtpTagBytes;
        this.rtcpTagBytes = rtcpTagBytes;
    }

    /** The suite of a name as written in SDP. */
    public static Optional<SrtpSuite> named(String name) {
        return Arrays.stream(values())
                .filter(suite -> suite.name().equalsIgnoreCase(name))
                .findFirst();
    }

    int keyBytes() {
        return KEY_BYTES;
    }

    int saltBytes() {
        return saltBytes;
    }

    /** Master key and master salt together. */
    public int masterBytes() {
        return KEY_BYTES + saltBytes;
    }

    int rtpTagBytes() {
        return rtpTagBytes;
    }

    int rtcpTagBytes() {
        return rtcpTagBytes;
    }

    boolean isAead() {
        return this == AEAD_AES_128_GCM;
    }
}
