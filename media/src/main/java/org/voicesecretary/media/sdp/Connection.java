package org.voicesecretary.media.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The value of a {@code c=} line: where media is to be sent.
 *
 * @param addressType {@code IP4} or {@code IP6}
 * @param address an address, or a name to be resolved; without the TTL and count of multicast
 */
public record Connection(String addressType, String address) {

    /** The address as {@code IP4} or {@code IP6}, whichever it is. */
    public static Connection of(InetAddress address) {
        String literal = address.getHostAddress();
        int scope = literal.indexOf('%');
        return new Connection(
                address instanceof Inet6Address ? "IP6" : "IP4", scope < 0 ? literal : literal.substring(0, scope));
    }

    /** The old way to put a stream on hold: {@code 0.0.0.0} or {@code ::} (RFC 3264 §8.4). */
    boolean isUnspecified() {
        return TransportAddress.literal(address)
                .map(InetAddress::isAnyLocalAddress)
                .orElse(false);
    }

    @Override
    public String toString() {
        return "IN " + addressType + " " + address;
    }
}
