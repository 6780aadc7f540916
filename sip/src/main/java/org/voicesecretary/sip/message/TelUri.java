package org.voicesecretary.sip.message;

/**
 * A telephone number (RFC 3966).
 *
 * @param number as written, with its visual separators
 * @param params {@code ext}, {@code phone-context} …
 */
public record TelUri(String number, Params params) implements Uri {
    static TelUri parseRest(String rest) throws SipParseException {
        int semicolon = rest.indexOf(';');
        String number = semicolon < 0 ? rest : rest.substring(0, semicolon);
        int digits = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            boolean digit = Grammar.isHexDigit(c) || c == '*' || c == '#';
            if (digit) digits++;
            if (!digit && "-.()".indexOf(c) < 0 && !(c == '+' && i == 0)) {
                throw malformed(rest);
            }
        }
        if (digits == 0) throw malformed(rest);
        return new TelUri(number, Params.parseUri(semicolon < 0 ? "" : rest.substring(semicolon)));
    }

    private static SipParseException malformed(String rest) {
        return new SipParseException("tel URI is malformed: " + SipParseException.shown("tel:" + rest)
                + ", expected digits, * and #, with - . ( ) between them and + in front");
    }

    @Override
    public String scheme() {
        return "tel";
    }

    /** The number without visual separators: {@code +} where it is global, then digits, {@code *} and {@code #}. */
    public String digits() {
        var out = new StringBuilder(number.length());
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if ("-.()".indexOf(c) < 0) out.append(c);
        }
        return out.toString();
    }

    @Override
    public String text() {
        return "tel:" + number + params.text();
    }

    @Override
    public boolean equivalent(Uri other) {
        return other instanceof TelUri tel
                && digits().equalsIgnoreCase(tel.digits())
                && params.equals(tel.params); // RFC 3966 §5
    }

    @Override
    public String toString() {
        return text();
    }
}
