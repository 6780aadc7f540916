package org.voicesecretary.media.rtp;

import java.nio.ByteBuffer;

/** A look at one RTP packet in a buffer (RFC 3550 §5.1); reused for the next packet, so nothing of it may be kept. */
public final class RtpView {
    private boolean marker;
    private int payloadType;
    private int sequence;
    private long timestamp;
    private int ssrc;
    private int payloadOffset;
    private int payloadLength;

    /**
     * Reads the packet between position and limit, which are left as they are.
     *
     * @return false where this is no RTP packet of version 2 or its lengths do not fit into it; the view then means nothing
     */
    public boolean parse(ByteBuffer packet) {
        int start = packet.position();
        int end = packet.limit();
        if (end - start < RtpHeader.BYTES) {
            return false;
        }
        int first = packet.get(start) & 0xff;
        if (first >> 6 != 2) {
            return false;
        }
        int offset = start + RtpHeader.BYTES + 4 * (first & 0x0f); // contributing sources
        if ((first & 0x10) != 0) { // RFC 3550 §5.3.1
            if (offset + 4 > end) {
                return false;
            }
            offset += 4 + 4 * (packet.getShort(offset + 2) & 0xffff);
        }
        if (offset > end) {
            return false;
        }
        int padding = 0;
        if ((first & 0x20) != 0) { // the last byte counts itself
            padding = end > offset ? packet.get(end - 1) & 0xff : 0;
            if (padding == 0 || padding > end - offset) {
                return false;
            }
        }
        int second = packet.get(start + 1) & 0xff;
        marker = (second & 0x80) != 0;
        payloadType = second & 0x7f;
        sequence = packet.getShort(start + 2) & 0xffff;
        timestamp = packet.getInt(start + 4) & 0xffff_ffffL;
        ssrc = packet.getInt(start + 8);
        payloadOffset = offset;
        payloadLength = end - offset - padding;
        return true;
    }

    /** The marker bit. */
    public boolean marker() {
        return marker;
    }

    /** 0 to 127. */
    public int payloadType() {
        return payloadType;
    }

    /** 0 to 65535. */
    public int sequence() {
        return sequence;
    }

    /** 0 to 2³² − 1, in units of the payload's clock. */
    public long timestamp() {
        return timestamp;
    }

    /** The synchronisation source. */
    public int ssrc() {
        return ssrc;
    }

    /** Where in the buffer the payload begins. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** How many bytes it has, padding not counted; may be 0. */
    public int payloadLength() {
        return payloadLength;
    }
}
