package org.voicesecretary.reception;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.SessionOptions;
import org.voicesecretary.sip.InboundInvite;

/** Where the media of a call is bound, and which address its session description names. */
final class MediaAddress {
    private final Optional<String> configured;

    /** @param configured {@code rtp.listen}; empty: media is where the signalling is */
    MediaAddress(Optional<String> configured) {
        this.configured = configured;
    }

    /** The address named is the one at which the caller reaches our signalling: public behind NAT, never a wildcard. */
    SessionOptions optionsFor(InboundInvite invite, MediaConfig media) throws UnknownHostException {
        InetAddress reachable =
                InetAddress.getByName(unbracketed(invite.contact().host().name()));
        InetAddress signalling = invite.source().point().address().getAddress();
        InetAddress bind = configured.isPresent() ? InetAddress.getByName(configured.get()) : signalling;
        InetAddress advertised =
                bind.isAnyLocalAddress() || bind.equals(signalling) || !reachable.equals(signalling) ? reachable : bind;
        return new SessionOptions(bind, advertised, media.capabilities(), media.idle());
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
