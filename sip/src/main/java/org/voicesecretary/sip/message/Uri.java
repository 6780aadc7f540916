package org.voicesecretary.sip.message;

import java.util.Locale;

/** A URI as SIP meets it: of its own schemes, of telephone numbers, or of any other scheme (kept as text). */
public sealed interface Uri permits SipUri, TelUri, OpaqueUri {
    /** In lower case: {@code sip}, {@code sips}, {@code tel} … */
    String scheme();

    /** The whole URI as text, ready for the wire. */
    String text();

    /** Whether both name the same resource, by the rules of the scheme (RFC 3261 §19.1.4, RFC 3966 §5). */
    boolean equivalent(Uri other);

    /** Reads a URI without angle brackets and without white space around it. */
    static Uri parse(String text) throws SipParseException {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new SipParseException(
                    "URI has no scheme: " + SipParseException.shown(text) + ", expected for example sip:user@host");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '<' || c == '>' || c == '"') {
                throw new SipParseException("URI has a character it may not have: " + SipParseException.shown(text)
                        + " at character " + (i + 1));
            }
            if (i < colon && !Grammar.isAlphanumeric(c) && c != '+' && c != '-' && c != '.') {
                throw new SipParseException("URI scheme is malformed: " + SipParseException.shown(text));
            }
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "sip" -> SipUri.parse(false, rest);
            case "sips" -> SipUri.parse(true, rest);
            case "tel" -> TelUri.parseRest(rest);
            default -> new OpaqueUri(scheme, rest);
        };
    }
}
