package org.voicesecretary.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs of others this server asks (server-side request forgery). A URL is looked at twice: as a text, where spellings that
 * programs read differently are refused, and again by the address that its name turns out to have, which is the one that is then
 * connected to. Link-local addresses, those of the metadata services of clouds, and what is no single host, are never asked.
 */
public enum UrlGuard {
    /** Loopback and private addresses are welcome: scripts may run on this machine or beside it. */
    PRIVATE_TOO,
    /** Only what everybody can reach: where people write URLs who must not reach what is inside. */
    PUBLIC_ONLY;

    /** RFC 1034 labels, and a last one that is not a number in any spelling; a dot at the end is part of no address. */
    private static final Pattern NAME = Pattern.compile(
            "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\\.?",
            Pattern.CASE_INSENSITIVE);

    private static final String BYTE = "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    /** Four decimal numbers without leading zeros, which some programs read as octal. */
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]+]");
    private static final int LONGEST = 2000;

    /** @param privateToo the policy of this installation */
    public static UrlGuard of(boolean privateToo) {
        return privateToo ? PRIVATE_TOO : PUBLIC_ONLY;
    }

    /** What is wrong with the URL as text, if anything is; a host that is written as an address is looked at as such. */
    public Optional<String> problemWith(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("url '" + shown(url) + "' has the scheme '" + scheme + "'; expected http or https");
        }
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        if (authority.indexOf('@') >= 0) {
            return Optional.of("url to host '" + authority.substring(authority.lastIndexOf('@') + 1)
                    + "' carries a user or password; expected none: the Signature header proves who is calling");
        }
        String host = url.getHost();
        if (host == null) {
            return Optional.of("url '" + shown(url) + "' names no host, or in an unusual way; expected one such as"
                    + " https://example.com/hook (addresses as four decimal numbers, other alphabets as xn--…)");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            return Optional.of("url '" + shown(url) + "' has port " + url.getPort() + "; expected 1 to 65535");
        }
        if (url.toString().length() > LONGEST) {
            return Optional.of("url to host '" + host + "' is too long: "
                    + url.toString().length() + " characters; expected at most " + LONGEST);
        }
        return problemWithHost(host);
    }

    private Optional<String> problemWithHost(String host) {
        if (NAME.matcher(host).matches()) {
            return Optional.empty();
        }
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            return Optional.of(
                    "host '" + host
                            + "' is written in an unusual way; expected a name, four decimal numbers, or IPv6 in brackets without a zone");
        }
        try {
            allowed(host, InetAddress.ofLiteral(host));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("host '" + host + "' is no address; expected a name or an address");
        } catch (AddressRefusedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The addresses that may be connected to.
     *
     * @param resolved what the host's name was resolved to
     * @throws AddressRefusedException if none is left
     */
    public InetAddress[] allowed(String host, InetAddress... resolved) throws AddressRefusedException {
        var kept = Arrays.stream(resolved)
                .filter(address -> isAllowed(AddressKind.of(address)))
                .toArray(InetAddress[]::new);
        if (kept.length == 0) {
            InetAddress first = first(resolved);
            throw new AddressRefusedException("host '" + host + "' is at "
                    + (first == null ? "no address" : first.getHostAddress() + why(AddressKind.of(first))));
        }
        return kept;
    }

    private boolean isAllowed(AddressKind kind) {
        return switch (kind) {
            case PUBLIC -> true;
            case PRIVATE -> this == PRIVATE_TOO;
            case FORBIDDEN -> false;
        };
    }

    private static String why(AddressKind kind) {
        return switch (kind) {
            case PUBLIC, PRIVATE -> ", an address inside this network; expected a public one";
            case FORBIDDEN -> ", a link-local, metadata or other address that no script has; expected one of a host";
        };
    }

    private static @Nullable InetAddress first(InetAddress[] resolved) {
        return resolved.length == 0 ? null : resolved[0];
    }

    private static String shown(URI url) {
        String text = url.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
