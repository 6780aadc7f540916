package org.voicesecretary.media.net;

/**
 * Two bound sockets of one session.
 *
 * @param rtp the even port
 * @param rtcp the odd port above (RFC 3550 §11)
 */
public record PortPair(ChannelSocket rtp, ChannelSocket rtcp) {

    /** Closes both. */
    public void close() {
        rtp.close();
        rtcp.close();
    }

    /** The RTP port. */
    public int port() {
        return rtp.localAddress().getPort();
    }
}
