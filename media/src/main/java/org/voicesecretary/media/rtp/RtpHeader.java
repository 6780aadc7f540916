package org.voicesecretary.media.rtp;

import java.nio.ByteBuffer;

/** The fixed header of an RTP packet (RFC 3550 §5.1). */
public final class RtpHeader {
    /** Bytes of a header without contributing sources and extension. */
    public static final int BYTES = 12;

    private static final byte VERSION_2 = (byte) 0x80;

    private RtpHeader() {}

    /**
     * Writes a header of 12 bytes at the position of {@code out}.
     *
     * @param payloadType 0 to 127
     * @param sequence the lower 16 bits count
     * @param timestamp the lower 32 bits count
     */
    public static void write(ByteBuffer out, boolean marker, int payloadType, int sequence, long timestamp, int ssrc) {
        out.put(VERSION_2);
        out.put((byte) ((marker ? 0x80 : 0) | payloadType));
        out.putShort((short) sequence);
        out.putInt((int) timestamp);
        out.putInt(ssrc);
    }

    /**
     * Whether a datagram at a port that carries both is RTCP (RFC 5761 §4: packet types 192 to 223, which as RTP would be the payload
     * types 64 to 95 with the marker set).
     */
    public static boolean isRtcp(ByteBuffer packet) {
        if (packet.remaining() < 2) {
            return false;
        }
        int type = packet.get(packet.position() + 1) & 0xff;
        return type >= 192 && type <= 223;
    }
}
