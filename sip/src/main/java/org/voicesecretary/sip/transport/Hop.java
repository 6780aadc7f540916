package org.voicesecretary.sip.transport;

import java.net.InetSocketAddress;

/**
 * Where a request goes next: a transport and an address of a peer (RFC 3263).
 *
 * @param domain that led there, without brackets: over TLS the peer has to prove that it is that (RFC 5922)
 */
public record Hop(Transport transport, InetSocketAddress address, String domain) {

    /** To an address that no name led to. */
    public Hop(Transport transport, InetSocketAddress address) {
        this(transport, address, address.getHostString());
    }

    @Override
    public String toString() {
        return transport.parameter() + ":"
                + (address.isUnresolved() ? address.getHostString() : HostPort.bracketed(address.getAddress())) + ":"
                + address.getPort();
    }
}
