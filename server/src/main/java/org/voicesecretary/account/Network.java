package org.voicesecretary.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** An address block, {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address. Never asks the DNS. */
public record Network(InetAddress address, int prefix) {
    /** @throws IllegalArgumentException with a sentence for the person who wrote the text */
    public static Network parse(String text) {
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        String host = slash < 0 ? trimmed : trimmed.substring(0, slash);
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw notANetwork(text, e);
        }
        int bits = address.getAddress().length * 8;
        int prefix = bits;
        if (slash >= 0) {
            String length = trimmed.substring(slash + 1);
            if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
                throw notANetwork(text, null);
            }
            prefix = Integer.parseInt(length);
        }
        var network = new Network(base(address, prefix), prefix);
        if (!network.address.equals(address)) {
            throw new IllegalArgumentException("\"" + text + "\" has bits behind its prefix; write " + network
                    + " for the block or " + host + " for the host");
        }
        return network;
    }

    public boolean contains(InetAddress other) {
        // An IPv4 address inside IPv6 (::ffff:a.b.c.d) is an Inet4Address in Java, so lengths tell the family.
        return other.getAddress().length == address.getAddress().length
                && base(other, prefix).equals(address);
    }

    private static InetAddress base(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        int whole = prefix / 8;
        if (whole < bytes.length) {
            bytes[whole] &= (byte) (0xff00 >> (prefix % 8));
            Arrays.fill(bytes, whole + 1, bytes.length, (byte) 0);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    private static IllegalArgumentException notANetwork(
            String text, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no address block; expected an IP address or ADDRESS/BITS, such as 192.0.2.0/24",
                cause);
    }

    @Override
    public String toString() {
        String host = address.getHostAddress();
        return prefix == address.getAddress().length * 8 ? host : host + "/" + prefix;
    }
}
