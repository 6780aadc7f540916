package org.voicesecretary.media.srtp;

import org.jspecify.annotations.Nullable;

/**
 * Protects what a session sends and opens what it receives. Packets are changed in place; the array has room for {@link #OVERHEAD} more
 * bytes behind them. One thread at a time; nothing is allocated for a packet with AES in counter mode.
 */
public final class SrtpSession {
    /** By how much a packet grows at most. */
    public static final int OVERHEAD = 24;

    /** What is not authentic, or was received before. */
    public static final int REFUSED = -1;

    private static final int HEADER = 12;
    private static final int RTCP_CLEAR = 8;
    /** Sources that we keep count of at a time: audio, keys, and those before. */
    private static final int SOURCES = 4;

    private final SrtpKeys keys;
    private final PacketCipher rtpOut;
    private final PacketCipher rtcpOut;
    private final PacketCipher rtpIn;
    private final PacketCipher rtcpIn;
    private final @Nullable SrtpStream[] received = new SrtpStream[SOURCES];
    private int nextSource;
    private @Nullable SrtpSession before;
    private @Nullable SrtpStream sent;
    private int rtcpSent;
    private final SrtpStream rtcpReceived;

    /** @param before the session under the keys before, whose counts go on; null where there is none */
    public SrtpSession(SrtpKeys keys, @Nullable SrtpSession before) {
        this.keys = keys;
        this.rtpOut = cipher(keys.local(), SessionKeys.rtp(keys.local()), false);
        this.rtcpOut = cipher(keys.local(), SessionKeys.rtcp(keys.local()), true);
        this.rtpIn = cipher(keys.remote(), SessionKeys.rtp(keys.remote()), false);
        this.rtcpIn = cipher(keys.remote(), SessionKeys.rtcp(keys.remote()), true);
        if (before != null) {
            before.before = null;
            if (keys.remote().equals(before.keys.remote())) {
                System.arraycopy(before.received, 0, received, 0, SOURCES);
                nextSource = before.nextSource;
            } else {
                this.before = before;
            }
            SrtpStream sending = before.sent;
            if (sending != null) {
                SrtpStream ours = new SrtpStream(sending.ssrc());
                ours.follow(sending);
                sent = ours;
            }
            rtcpSent = before.rtcpSent;
        }
        this.rtcpReceived = before != null && this.before == null ? before.rtcpReceived : new SrtpStream(0);
    }

    private static PacketCipher cipher(SrtpKey master, SessionKeys derived, boolean rtcp) {
        SrtpSuite suite = master.suite();
        return suite.isAead()
                ? new GcmCipher(derived)
                : new CounterModeCipher(derived, rtcp ? suite.rtcpTagBytes() : suite.rtpTagBytes());
    }

    public SrtpKeys keys() {
        return keys;
    }

    /**
     * Protects an RTP packet.
     *
     * @return its new length; {@link #REFUSED} where a packet of this number was sent before, since two under one key stream betray each
     *     other (RFC 3711 §9.1)
     */
    public int protect(byte[] packet, int length) {
        int ssrc = Bytes.getInt(packet, 8);
        SrtpStream stream = sent;
        if (stream == null || stream.ssrc() != ssrc) {
            stream = new SrtpStream(ssrc);
            sent = stream;
        }
        long index = stream.index(Bytes.getShort(packet, 2));
        if (!stream.isFresh(index)) {
            return REFUSED;
        }
        stream.note(index);
        rtpOut.protectRtp(packet, headerLength(packet, length), length, ssrc, index);
        return length + rtpOut.tagBytes();
    }

    /** Opens an SRTP packet; its new length, or {@link #REFUSED}. */
    public int open(byte[] packet, int length) {
        int end = length - rtpIn.tagBytes();
        int header = end < HEADER || (packet[0] & 0xc0) != 0x80 ? REFUSED : headerLength(packet, end);
        if (header < 0) {
            return REFUSED;
        }
        int ssrc = Bytes.getInt(packet, 8);
        int sequence = Bytes.getShort(packet, 2);
        SrtpStream known = source(ssrc);
        if (known != null) {
            return opens(known, packet, header, end, sequence) ? end : REFUSED;
        }
        SrtpStream stream = new SrtpStream(ssrc);
        SrtpSession older = before;
        boolean opened = opens(stream, packet, header, end, sequence);
        if (!opened && older != null) {
            SrtpStream rolled = older.source(ssrc);
            if (rolled != null) {
                stream = new SrtpStream(ssrc);
                stream.follow(rolled); // whose sender goes on counting where the key before ended
                opened = opens(stream, packet, header, end, sequence);
            }
            if (!opened) {
                return older.open(packet, length); // on its way when the keys changed
            }
        }
        if (!opened) {
            return REFUSED;
        }
        received[nextSource] = stream; // only what is authentic gets a place
        nextSource = (nextSource + 1) % SOURCES;
        before = null;
        return end;
    }

    private boolean opens(SrtpStream stream, byte[] packet, int header, int end, int sequence) {
        long index = stream.index(sequence);
        if (!stream.isFresh(index) || !rtpIn.openRtp(packet, header, end, stream.ssrc(), index)) {
            return false;
        }
        stream.note(index);
        return true;
    }

    /** Protects an RTCP packet; its new length. */
    public int protectRtcp(byte[] packet, int length) {
        rtcpSent = (rtcpSent + 1) & 0x7fff_ffff;
        return rtcpOut.protectRtcp(packet, length, Bytes.getInt(packet, 4), rtcpSent);
    }

    /** Opens an SRTCP packet; its new length, or {@link #REFUSED}. */
    public int openRtcp(byte[] packet, int length) {
        if (length < RTCP_CLEAR + rtcpIn.tagBytes() + 4) {
            return REFUSED;
        }
        int word = Bytes.getInt(packet, rtcpIn.rtcpIndexAt(length));
        int index = word & 0x7fff_ffff;
        if (!rtcpReceived.isFresh(index)) {
            return REFUSED;
        }
        int end = rtcpIn.openRtcp(packet, length, Bytes.getInt(packet, 4), index, word < 0);
        if (end >= 0) {
            rtcpReceived.note(index);
        }
        return end;
    }

    private @Nullable SrtpStream source(int ssrc) {
        for (SrtpStream stream : received) {
            if (stream != null && stream.ssrc() == ssrc) {
                return stream;
            }
        }
        return null;
    }

    /** The fixed header, contributing sources and extension: what stays clear; negative where that is not within the packet. */
    private static int headerLength(byte[] packet, int end) {
        int length = HEADER + 4 * (packet[0] & 0x0f);
        if ((packet[0] & 0x10) != 0) {
            if (length + 4 > end) {
                return REFUSED;
            }
            length += 4 + 4 * Bytes.getShort(packet, length + 2);
        }
        return length > end ? REFUSED : length;
    }
}
