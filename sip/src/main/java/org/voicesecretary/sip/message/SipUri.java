package org.voicesecretary.sip.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code sip:} or {@code sips:} URI (RFC 3261 §19.1). Record equality compares the parts as they are;
 * {@link #equivalent} compares what they mean.
 *
 * @param secure {@code sips}
 * @param user without escapes; null where there is no userinfo
 * @param password without escapes
 * @param host name or address
 * @param port 0 to 65535, or -1 where none is written
 * @param params of the URI, e.g. {@code transport}, {@code lr}, {@code user}
 * @param headers names and values without escapes, in order
 */
public record SipUri(
        boolean secure,
        @Nullable String user,
        @Nullable String password,
        Host host,
        int port,
        Params params,
        Map<String, String> headers)
        implements Uri {

    /** Parameters that make two URIs differ where only one of them has it (RFC 3261 §19.1.4). */
    private static final List<String> DECISIVE = List.of("user", "ttl", "method", "maddr", "transport");

    public SipUri {
        if (port < -1 || port > 65535) {
            throw new IllegalArgumentException("port of a SIP URI is out of range: " + port + ", expected 0 to 65535");
        }
        headers = headers.isEmpty() ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    public static SipUri of(@Nullable String user, Host host, int port) {
        return new SipUri(false, user, null, host, port, Params.NO_URI_PARAMS, Map.of());
    }

    /** Reads a SIP or SIPS URI; another scheme is refused. */
    public static SipUri parse(String text) throws SipParseException {
        if (Uri.parse(text) instanceof SipUri uri) return uri;
        throw new SipParseException("URI is not of SIP: " + SipParseException.shown(text) + ", expected sip: or sips:");
    }

    static SipUri parse(boolean secure, String rest) throws SipParseException {
        String user = null;
        String password = null;
        int at = rest.indexOf('@');
        if (at == 0) throw malformed(rest, "a user before @");
        if (at > 0) {
            int colon = rest.indexOf(':');
            if (colon >= 0 && colon < at) {
                if (colon == 0) throw malformed(rest, "a user before the password");
                user = Grammar.unescape(rest.substring(0, colon));
                password = Grammar.unescape(rest.substring(colon + 1, at));
            } else {
                user = Grammar.unescape(rest.substring(0, at));
            }
        }
        int start = at + 1;
        int question = rest.indexOf('?', start);
        int end = question < 0 ? rest.length() : question;
        int semicolon = rest.indexOf(';', start);
        int hostEnd = semicolon < 0 || semicolon > end ? end : semicolon;
        int colon = portColon(rest, start, hostEnd);
        Host host = Host.parse(rest.substring(start, colon < 0 ? hostEnd : colon));
        int port = -1;
        if (colon >= 0) {
            port = (int) Grammar.number(rest.substring(colon + 1, hostEnd), 65535);
            if (port < 0) throw malformed(rest, "a port from 0 to 65535");
        }
        return new SipUri(
                secure,
                user,
                password,
                host,
                port,
                Params.parseUri(rest.substring(hostEnd, end)),
                question < 0 ? Map.of() : parseHeaders(rest.substring(question + 1)));
    }

    private static int portColon(String rest, int start, int end) {
        int from = start;
        if (start < end && rest.charAt(start) == '[') {
            int close = rest.indexOf(']', start);
            if (close > 0) from = close;
        }
        int colon = rest.indexOf(':', from);
        return colon < 0 || colon >= end ? -1 : colon;
    }

    private static Map<String, String> parseHeaders(String text) throws SipParseException {
        var headers = new LinkedHashMap<String, String>();
        for (String header : text.split("&", -1)) {
            int equals = header.indexOf('=');
            if (equals <= 0) throw malformed(text, "name=value after ?");
            headers.put(Grammar.unescape(header.substring(0, equals)), Grammar.unescape(header.substring(equals + 1)));
        }
        return headers;
    }

    private static SipParseException malformed(String rest, String expected) {
        return new SipParseException(
                "SIP URI is malformed: " + SipParseException.shown(rest) + ", expected " + expected);
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    /** The {@code transport} parameter in lower case; null where there is none. */
    public @Nullable String transport() {
        String transport = params.value("transport");
        return transport == null ? null : transport.toLowerCase(Locale.ROOT);
    }

    /** Whether a Route with this URI is a loose router (RFC 3261 §16.12). */
    public boolean looseRouter() {
        return params.has("lr");
    }

    public SipUri withParams(Params changed) {
        return new SipUri(secure, user, password, host, port, changed, headers);
    }

    public SipUri withParam(String name, @Nullable String value) {
        return withParams(params.with(name, value));
    }

    public SipUri withoutHeaders() {
        return headers.isEmpty() ? this : new SipUri(secure, user, password, host, port, params, Map.of());
    }

    @Override
    public String text() {
        var out = new StringBuilder(48).append(scheme()).append(':');
        if (user != null) {
            out.append(Grammar.escape(user, Grammar.UriPart.USER));
            if (password != null) out.append(':').append(Grammar.escape(password, Grammar.UriPart.PASSWORD));
            out.append('@');
        }
        out.append(host.text());
        if (port >= 0) out.append(':').append(port);
        params.appendTo(out);
        char separator = '?';
        for (var header : headers.entrySet()) {
            out.append(separator)
                    .append(Grammar.escape(header.getKey(), Grammar.UriPart.HEADER))
                    .append('=')
                    .append(Grammar.escape(header.getValue(), Grammar.UriPart.HEADER));
            separator = '&';
        }
        return out.toString();
    }

    // RFC 3261 §19.1.4
    @Override
    public boolean equivalent(Uri other) {
        return other instanceof SipUri that
                && secure == that.secure
                && Objects.equals(user, that.user)
                && Objects.equals(password, that.password)
                && host.equals(that.host)
                && port == that.port
                && sameParams(that)
                && sameHeaders(that);
    }

    private boolean sameParams(SipUri that) {
        for (String name : DECISIVE) {
            if (params.has(name) != that.params.has(name)) return false;
        }
        for (String name : params.names()) {
            if (!that.params.has(name)) continue;
            String mine = params.value(name);
            String theirs = that.params.value(name);
            if (mine == null ? theirs != null : !mine.equalsIgnoreCase(theirs)) return false;
        }
        return true;
    }

    private boolean sameHeaders(SipUri that) {
        if (headers.size() != that.headers.size()) return false;
        var left = new ArrayList<>(that.headers.entrySet());
        for (var mine : headers.entrySet()) {
            boolean found = left.removeIf(theirs -> theirs.getKey().equalsIgnoreCase(mine.getKey())
                    && theirs.getValue().equals(mine.getValue()));
            if (!found) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return text();
    }
}
