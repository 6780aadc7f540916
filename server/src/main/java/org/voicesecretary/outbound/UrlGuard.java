package org.voicesecretary.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which addresses a webhook may have. Checked on the address that is then connected to, not on a name. */
public enum UrlPolicy {
    /** Written by the operator of this machine: loopback and private addresses are welcome. */
    ANY,
    /** Written by somebody else: nothing that is only reachable from inside (server-side request forgery). */
    PUBLIC_ONLY;

    /** What is wrong with the URL as text, if anything is. */
    public Optional<String> problemWith(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("webhook url '" + url + "' has the scheme '" + scheme + "'; expected http or https");
        }
        if (url.getHost() == null) {
            return Optional.of(
                    "webhook url '" + url + "' names no host; expected one such as https://example.com/hook");
        }
        if (url.getUserInfo() != null) {
            return Optional.of("webhook url to host '" + url.getHost()
                    + "' carries a user or password; expected none: the Signature header proves who is calling");
        }
        return Optional.empty();
    }

    /** The addresses that may be connected to. Throws if none is left. */
    InetAddress[] allowed(String host, InetAddress[] resolved) throws AddressRefusedException {
        if (this == ANY) {
            return resolved;
        }
        var kept = Arrays.stream(resolved).filter(UrlPolicy::isPublic).toArray(InetAddress[]::new);
        if (kept.length == 0) {
            throw new AddressRefusedException("host '" + host + "' is at " + first(resolved)
                    + ", an address inside this network; expected a public one");
        }
        return kept;
    }

    private static @Nullable String first(InetAddress[] resolved) {
        return resolved.length == 0 ? null : resolved[0].getHostAddress();
    }

    /** Global unicast only: RFC 6890 and its IPv6 counterparts, tunnelled IPv4 included. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        return switch (address) {
            case Inet4Address v4 -> isPublic4(b[0] & 0xff, b[1] & 0xff, b[2] & 0xff);
            case Inet6Address v6 -> isPublic6(b);
            default -> false; // only the two exist, but the sealed class itself is no interface
        };
    }

    private static boolean isPublic4(int a, int b, int c) {
        return !(a == 0
                || a >= 240
                || a == 100 && b >= 64 && b < 128 // RFC 6598, carrier-grade NAT
                || a == 192 && b == 0 && (c == 0 || c == 2)
                || a == 198 && (b == 18 || b == 19)
                || a == 198 && b == 51 && c == 100
                || a == 203 && b == 0 && c == 113);
    }

    private static boolean isPublic6(byte[] b) {
        int head = (b[0] & 0xff) << 8 | b[1] & 0xff;
        if ((head & 0xe000) != 0x2000) {
            return false; // RFC 4291 §2.4: global unicast is 2000::/3; unique local, mapped and NAT64 are not
        }
        if (head == 0x2002) {
            return false; // 6to4, RFC 3056: an IPv4 address in disguise
        }
        int next = (b[2] & 0xff) << 8 | b[3] & 0xff;
        boolean teredo = head == 0x2001 && next == 0;
        boolean documentation = head == 0x2001 && next == 0x0db8;
        return !teredo && !documentation;
    }
}
