package org.voicesecretary.reception;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.SessionOptions;
import org.voicesecretary.sip.message.SipUri;

/** Where the media of a call is bound, and which address its session description names. */
final class MediaAddress {
    private final Optional<String> configured;
    private final boolean hasPublicAddress;

    /**
     * @param configured {@code rtp.listen}; empty: media is where the signalling is
     * @param hasPublicAddress whether {@code sip.public-address} is set: peers then reach us only there
     */
    MediaAddress(Optional<String> configured, boolean hasPublicAddress) {
        this.configured = configured;
        this.hasPublicAddress = hasPublicAddress;
    }

    /**
     * The address named is the one that is bound; where that is a wildcard or hidden behind NAT, the one at which the caller
     * reaches our signalling.
     *
     * @param contact our Contact in the call
     * @param signalling the local address at which the INVITE came in; may be a wildcard
     */
    SessionOptions optionsFor(SipUri contact, InetAddress signalling, MediaConfig media) throws UnknownHostException {
        InetAddress bind = configured.isPresent() ? InetAddress.getByName(configured.get()) : signalling;
        InetAddress advertised = hasPublicAddress || bind.isAnyLocalAddress()
                ? InetAddress.getByName(unbracketed(contact.host().name()))
                : bind;
        return new SessionOptions(bind, advertised, media.capabilities(), media.idle());
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
