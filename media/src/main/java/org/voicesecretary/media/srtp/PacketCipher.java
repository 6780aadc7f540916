package org.voicesecretary.media.srtp;

/**
 * Encrypts and authenticates packets in place with the keys of one kind and direction. One thread at a time.
 *
 * <p>The packet has a clear part at its beginning (the header) and room for {@link #tagBytes()} behind. {@code index} is the packet's
 * number over all roll-overs: 48 bits for RTP, 31 for RTCP.
 */
sealed interface PacketCipher permits CounterModeCipher, GcmCipher {

    /** How much longer a packet gets. */
    int tagBytes();

    /**
     * Protects an RTP packet.
     *
     * @param from where its clear part ends
     * @param to where the packet ends
     */
    void protectRtp(byte[] packet, int from, int to, int ssrc, long index);

    /** Opens one, {@code to} without the tag; false where it is not authentic, and then it is left as it was. */
    boolean openRtp(byte[] packet, int from, int to, int ssrc, long index);

    /** Protects an RTCP packet and appends what SRTCP needs; returns its new end. */
    int protectRtcp(byte[] packet, int to, int ssrc, int index);

    /** Opens an SRTCP packet; the new end, or −1 where it is not authentic. */
    int openRtcp(byte[] packet, int to, int ssrc, int index, boolean encrypted);

    /** Where the word with the index of an SRTCP packet begins. */
    int rtcpIndexAt(int to);
}
