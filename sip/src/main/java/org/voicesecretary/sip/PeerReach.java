package org.voicesecretary.sip;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.dialog.DialogState;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Transport;

/**
 * Whether a peer is to be reached by the flow its INVITE took instead of at its Contact. The RFCs say Contact; phones behind a NAT
 * write one that leads nowhere, and connections cannot be opened towards them.
 */
final class PeerReach {

    private PeerReach() {}

    /** The flow to keep to, or null for what RFC 3261 says. */
    static @Nullable Flow pinned(SipRequest invite, Flow source, DialogState state) {
        // Behind a proxy the flow is the proxy's; it says by Record-Route whether it wants to stay in the way.
        boolean direct = invite.headers().list(HeaderName.VIA).size() == 1 && !state.hasRoutes();
        if (!direct) {
            // A certificate names a domain, and many a Record-Route an address: the proxy that it is has proved who it
            // is, or has come
            // to us (RFC 5923).
            SipUri next = state.nextHop();
            boolean back = source.transport() == Transport.TLS
                    && next != null
                    && next.host()
                            .address()
                            .filter(source.remote().getAddress()::equals)
                            .isPresent();
            return back ? source : null;
        }
        if (source.transport().reliable()) {
            return source;
        }
        Optional<InetAddress> contact =
                state.remoteTarget() instanceof SipUri uri ? uri.host().address() : Optional.empty();
        String received = invite.topVia().received();
        boolean translated = received != null
                && !received.equals(invite.topVia().host())
                && contact.isPresent()
                && !contact.get().equals(source.remote().getAddress());
        return translated ? source : null;
    }
}
