package org.voicesecretary.sip.transport;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * What we write into Via and Contact for ourselves.
 *
 * @param host an IP address (IPv6 in brackets) or a host name
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    /** The address as SIP writes it: IPv6 in brackets and without a scope. */
    public static String bracketed(InetAddress address) {
        String text = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        int scope = text.indexOf('%');
        return "[" + (scope < 0 ? text : text.substring(0, scope)) + "]";
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
