package org.voicesecretary.sip.message;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host name or an address literal (RFC 3261 §25.1 {@code host}).
 *
 * @param name as written, but an IPv6 literal without its brackets
 */
public record Host(String name) {
    private static final int MAX_LENGTH = 255;

    public static Host of(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return new Host(zone < 0 ? text : text.substring(0, zone));
    }

    /** Reads a host name, an IPv4 literal or an IPv6 literal in brackets. */
    public static Host parse(String text) throws SipParseException {
        if (text.startsWith("[")) {
            if (!text.endsWith("]")) throw malformed(text);
            String inner = text.substring(1, text.length() - 1);
            if (!looksLikeIpv6(inner) || literal(inner) == null) throw malformed(text);
            return new Host(inner);
        }
        if (text.isEmpty() || text.length() > MAX_LENGTH) throw malformed(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // the underscore is no part of the grammar, but of many a host name in private networks
            boolean good = Grammar.isAlphanumeric(c) || c == '.' || c == '-' || c == '_';
            if (!good) throw malformed(text);
        }
        if (text.charAt(0) == '.' || text.charAt(0) == '-' || text.contains("..")) throw malformed(text);
        return new Host(text);
    }

    private static SipParseException malformed(String text) {
        return new SipParseException("host is malformed: " + SipParseException.shown(text)
                + ", expected a name, an IPv4 address or an IPv6 address in brackets");
    }

    private static boolean looksLikeIpv6(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Grammar.isHexDigit(c) && c != ':' && c != '.') return false;
        }
        return text.indexOf(':') >= 0;
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    public boolean isIpv6() {
        return name.indexOf(':') >= 0;
    }

    /** Whether this is an address and not a name. */
    public boolean isNumeric() {
        return address().isPresent();
    }

    /** The address of a literal; empty for a name. Never asks DNS. */
    public Optional<InetAddress> address() {
        if (isIpv6()) return Optional.ofNullable(literal(name));
        int dots = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') dots++;
            else if (!Grammar.isDigit(c)) return Optional.empty();
        }
        // 4 numbers only: the JDK would also take "127.1"
        return dots == 3 ? Optional.ofNullable(literal(name)) : Optional.empty();
    }

    /** As it stands in a URI or a Via: IPv6 in brackets. */
    public String text() {
        return isIpv6() ? "[" + name + "]" : name;
    }

    /** Host names have no case; two spellings of one IPv6 address are the same host. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (!(o instanceof Host other)) return false;
        if (name.equalsIgnoreCase(other.name)) return true;
        return isIpv6() && other.isIpv6() && address().equals(other.address());
    }

    @Override
    public int hashCode() {
        return isIpv6() ? address().hashCode() : name.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
