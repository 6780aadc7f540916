package org.voicesecretary.outbound;

import java.net.InetAddress;
import java.util.List;

/** Who can be behind an address: RFC 6890 and its IPv6 counterparts. An IPv4 address in disguise is what it hides. */
enum AddressKind {
    /** Everybody can reach it. */
    PUBLIC,
    /** Only reachable from inside: this machine, its network, its provider's, or a tunnel. */
    PRIVATE,
    /** No script is there: link-local, multicast, unspecified, reserved, or a service of a cloud that hands out its keys. */
    FORBIDDEN;

    /** Where clouds answer their machines, outside link-local: Alibaba, Oracle, Azure; Amazon and Google by IPv6. */
    private static final List<InetAddress> METADATA = List.of(
            InetAddress.ofLiteral("100.100.100.200"),
            InetAddress.ofLiteral("192.0.0.192"),
            InetAddress.ofLiteral("168.63.129.16"),
            InetAddress.ofLiteral("fd00:ec2::254"),
            InetAddress.ofLiteral("fd20:ce::254"));

    static AddressKind of(InetAddress address) {
        byte[] b = address.getAddress();
        if (METADATA.stream().anyMatch(known -> java.util.Arrays.equals(known.getAddress(), b))) {
            return FORBIDDEN;
        }
        return b.length == 4 ? of4(b, 0) : of6(b);
    }

    private static AddressKind of4(byte[] bytes, int at) {
        int a = bytes[at] & 0xff;
        int b = bytes[at + 1] & 0xff;
        int c = bytes[at + 2] & 0xff;
        int d = bytes[at + 3] & 0xff;
        if (a == 0 || a >= 224 || a == 169 && b == 254) {
            return FORBIDDEN; // "this network", multicast and reserved, link-local
        }
        if (a == 100 && b == 100 && c == 100 && d == 200
                || a == 192 && b == 0 && c == 0 && d == 192
                || a == 168 && b == 63 && c == 129 && d == 16) {
            return FORBIDDEN; // also in disguise
        }
        boolean inside = a == 10
                || a == 127
                || a == 172 && b >= 16 && b < 32
                || a == 192 && b == 168
                || a == 100 && b >= 64 && b < 128 // RFC 6598, carrier-grade NAT
                || a == 192 && b == 0 && (c == 0 || c == 2)
                || a == 192 && b == 88 && c == 99 // RFC 7526, the anycast relays of 6to4
                || a == 198 && (b == 18 || b == 19)
                || a == 198 && b == 51 && c == 100
                || a == 203 && b == 0 && c == 113;
        return inside ? PRIVATE : PUBLIC;
    }

    private static AddressKind of6(byte[] b) {
        int first = word(b, 0);
        int second = word(b, 2);
        boolean zeros = allZero(b, 0, 10);
        if (allZero(b, 0, 15) && b[15] == 1) {
            return PRIVATE; // ::1
        }
        if (first >= 0xff00 || (first & 0xffc0) == 0xfe80 || allZero(b, 0, 16)) {
            return FORBIDDEN; // multicast, link-local, unspecified
        }
        if (zeros && (word(b, 10) == 0xffff || word(b, 10) == 0)) {
            return hidden(b, 12); // mapped and compatible, RFC 4291 §2.5.5
        }
        if (allZero(b, 0, 8) && word(b, 8) == 0xffff && word(b, 10) == 0) {
            return hidden(b, 12); // translated, RFC 2765
        }
        if (first == 0x64 && second == 0xff9b) {
            return hidden(b, 12); // NAT64, RFC 6052 and RFC 8215
        }
        if (first == 0x2002) {
            return hidden(b, 2); // 6to4, RFC 3056
        }
        if (first == 0x2001 && second == 0) {
            byte[] client = {(byte) ~b[12], (byte) ~b[13], (byte) ~b[14], (byte) ~b[15]};
            return worse(hidden(b, 4), hidden(client, 0)); // Teredo, RFC 4380: its server, and the client upside down
        }
        if ((word(b, 8) & 0xfdff) == 0 && word(b, 10) == 0x5efe) {
            return hidden(b, 12); // ISATAP, RFC 5214
        }
        boolean global = (first & 0xe000) == 0x2000; // RFC 4291 §2.4
        boolean special = first == 0x2001 && (second < 0x200 || second == 0x0db8) // RFC 2928, documentation
                || first == 0x3fff && second < 0x1000; // RFC 9637, documentation
        return global && !special ? PUBLIC : PRIVATE;
    }

    /** Nobody outside needs such a spelling of an address, so it is never a public one. */
    private static AddressKind hidden(byte[] b, int at) {
        return worse(PRIVATE, of4(b, at));
    }

    private static AddressKind worse(AddressKind one, AddressKind other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static int word(byte[] b, int at) {
        return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
    }

    private static boolean allZero(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
