package org.voicesecretary.sip.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A challenge or credentials: the value of WWW-Authenticate, Authorization and their Proxy counterparts (RFC 3261
 * §25.1).
 *
 * @param scheme {@code Digest} or another, as written
 * @param params separated by commas in the text
 */
public record AuthValue(String scheme, Params params) {
    public static AuthValue parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String scheme = in.token("a scheme");
        if (!Grammar.isWhitespace(in.peek())) throw in.malformed("white space after the scheme");
        in.skipWhitespace();
        Params params = Params.parseCommaSeparated(in);
        in.expectEnd();
        return new AuthValue(scheme, params);
    }

    /** Reads what follows the scheme, as in Authentication-Info: parameters only. */
    public static Params parseInfo(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        Params params = Params.parseCommaSeparated(in);
        in.expectEnd();
        return params;
    }

    public boolean isDigest() {
        return scheme.toLowerCase(Locale.ROOT).equals("digest");
    }

    public @Nullable String param(String name) {
        return params.value(name);
    }

    public String text() {
        var out = new StringBuilder(128).append(scheme);
        String separator = " ";
        for (String name : params.names()) {
            out.append(separator).append(name).append('=').append(params.rawValue(name));
            separator = ", ";
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
