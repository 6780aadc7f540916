package org.voicesecretary.sip.transport;

import java.net.InetSocketAddress;

/** Where a request goes next: a transport and an address of a peer (RFC 3263). */
public record Hop(Transport transport, InetSocketAddress address) {

    @Override
    public String toString() {
        return transport.parameter() + ":"
                + (address.isUnresolved() ? address.getHostString() : HostPort.bracketed(address.getAddress())) + ":"
                + address.getPort();
    }
}
