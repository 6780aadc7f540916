package org.voicesecretary.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.sdp.NegotiatedAudio;

/**
 * What was negotiated, with addresses looked up.
 *
 * @param rtp where RTP goes to
 * @param rtcp where RTCP goes to; null where nowhere
 * @param peer what the negotiation says about where the peer is
 */
record Agreement(
        NegotiatedAudio audio,
        InetSocketAddress rtp,
        @Nullable InetSocketAddress rtcp,
        Peer peer) {

    /** Whether the peer is still where it was. */
    enum Peer {
        /** The same description again, as session timers repeat it: nothing changes. */
        SAME,
        /** A new description with the old address: a phone behind NAT may be elsewhere nevertheless. */
        RENEWED,
        /** A new address. */
        MOVED
    }
}
