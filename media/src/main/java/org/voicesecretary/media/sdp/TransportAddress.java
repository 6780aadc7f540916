package org.voicesecretary.media.sdp;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where packets of one kind are to be sent, as the description says it. Names are not looked up here.
 *
 * @param host an address literal, or a name
 * @param port 1 to 65,535
 */
public record TransportAddress(String host, int port) {

    public TransportAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port is out of range: " + port + ", expected 1 to 65535");
        }
    }

    /** The address, unless the host is a name. Looks nothing up. */
    public Optional<InetAddress> literal() {
        return literal(host);
    }

    static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException notLiteral) {
            return Optional.empty();
        }
    }

    /** {@code 0.0.0.0} or {@code ::}: nothing is to be sent (RFC 3264 §8.4). */
    public boolean isUnspecified() {
        return literal().map(InetAddress::isAnyLocalAddress).orElse(false);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
