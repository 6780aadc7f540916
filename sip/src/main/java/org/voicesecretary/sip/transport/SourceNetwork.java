package org.voicesecretary.sip.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What counts as one source where sources are counted. */
public final class SourceNetwork {

    private static final int PREFIX_BYTES = 8;

    private SourceNetwork() {}

    /** The /64 of an IPv6 address, since whoever has one address of it has them all; an IPv4 address as it is. */
    public static InetAddress of(InetAddress source) {
        if (!(source instanceof Inet6Address)) {
            return source;
        }
        byte[] bytes = source.getAddress();
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IPv6 address has 16 bytes", e);
        }
    }
}
