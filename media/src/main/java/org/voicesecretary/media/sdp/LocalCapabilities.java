package org.voicesecretary.media.sdp;

import java.util.List;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.srtp.SrtpPolicy;

/**
 * What we can and like to do.
 *
 * @param codecs those we speak, best first
 * @param order whose order decides when we answer
 * @param telephoneEvent whether keys are offered and taken as RFC 4733 events
 * @param rtcpMux whether RTCP may share the port of RTP (RFC 5761)
 * @param srtp whether the audio is encrypted
 */
public record LocalCapabilities(
        List<AudioCodec> codecs, Order order, boolean telephoneEvent, boolean rtcpMux, SrtpPolicy srtp) {

    /** Whose order of codecs decides when an offer is answered. */
    public enum Order {
        /** The first of theirs that we speak: what RFC 3264 §6.1 recommends. */
        OFFERED,
        /** The first of ours that they offer. */
        OWN
    }

    /** All codecs, wideband first in our offers, the other side's order in answers. */
    public static final LocalCapabilities DEFAULT = new LocalCapabilities(
            List.of(AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU), Order.OFFERED, true, true, SrtpPolicy.NONE);

    public LocalCapabilities {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("no audio codec is enabled: expected at least one of PCMU, PCMA, G722");
        }
    }

    public LocalCapabilities withCodecs(AudioCodec... chosen) {
        return new LocalCapabilities(List.of(chosen), order, telephoneEvent, rtcpMux, srtp);
    }

    public LocalCapabilities withOrder(Order chosen) {
        return new LocalCapabilities(codecs, chosen, telephoneEvent, rtcpMux, srtp);
    }

    public LocalCapabilities withTelephoneEvent(boolean chosen) {
        return new LocalCapabilities(codecs, order, chosen, rtcpMux, srtp);
    }

    public LocalCapabilities withRtcpMux(boolean chosen) {
        return new LocalCapabilities(codecs, order, telephoneEvent, chosen, srtp);
    }

    public LocalCapabilities withSrtp(SrtpPolicy chosen) {
        return new LocalCapabilities(codecs, order, telephoneEvent, rtcpMux, chosen);
    }
}
