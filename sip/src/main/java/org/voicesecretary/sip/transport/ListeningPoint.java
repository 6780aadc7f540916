package org.voicesecretary.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A transport with a local address. Port 0 in what is asked for means "any free port"; what is open has its real port.
 */
public record ListeningPoint(Transport transport, InetSocketAddress address) {

    public ListeningPoint {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "listening point " + transport.parameter() + ":" + address.getHostString()
                            + " does not name an address of this machine: write an IP address, such as udp:0.0.0.0:5060");
        }
    }

    /**
     * Reads {@code udp:0.0.0.0:5060}, {@code tcp:[::]:5060}, {@code tls:0.0.0.0:5061}, {@code udp:127.0.0.1:0}; the port may be left out.
     *
     * @throws IllegalArgumentException with a sentence for the operator when {@code text} is none of these
     */
    public static ListeningPoint parse(String text) {
        int colon = text.indexOf(':');
        var transport =
                colon < 0 ? null : Transport.of(text.substring(0, colon)).orElse(null);
        if (transport == null) {
            throw unreadable(text);
        }
        String rest = text.substring(colon + 1);
        int hostEnd = rest.startsWith("[")
                ? rest.indexOf(']') + 1
                : rest.indexOf(':') < 0 ? rest.length() : rest.indexOf(':');
        String host = rest.substring(0, hostEnd);
        String port = rest.substring(hostEnd);
        if (host.isEmpty() || !(port.isEmpty() || port.matches(":\\d{1,5}"))) {
            throw unreadable(text);
        }
        int number = port.isEmpty() ? transport.defaultPort() : Integer.parseInt(port.substring(1));
        if (number > 65_535) {
            throw unreadable(text);
        }
        try {
            return new ListeningPoint(transport, new InetSocketAddress(InetAddress.getByName(host), number));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "listening point " + text + ": the host \"" + host + "\" is unknown: write an IP address", e);
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "listening point \"" + text
                        + "\" cannot be read: expected transport:address:port, such as udp:0.0.0.0:5060, tcp:[::]:5060 or tls:0.0.0.0:5061");
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return transport.parameter() + ":" + HostPort.bracketed(address.getAddress()) + ":" + address.getPort();
    }
}
