package org.voicesecretary.sip.message;

/** A cursor over one header value, reading the terminals of RFC 3261 §25.1. */
final class Scanner {
    private final String text;
    private int at;

    Scanner(String text) {
        this.text = text;
    }

    int position() {
        return at;
    }

    String text() {
        return text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The next character, or -1 at the end. */
    int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    void skipWhitespace() {
        while (at < text.length() && Grammar.isWhitespace(text.charAt(at))) at++;
    }

    /** Takes the character, with white space around it, if it is next. */
    boolean take(char c) {
        int before = at;
        skipWhitespace();
        if (peek() != c) {
            at = before;
            return false;
        }
        at++;
        skipWhitespace();
        return true;
    }

    void expect(char c) throws SipParseException {
        if (!take(c)) throw malformed("'" + c + "'");
    }

    void expectEnd() throws SipParseException {
        skipWhitespace();
        if (!atEnd()) throw malformed("the end");
    }

    String token(String what) throws SipParseException {
        int start = at;
        while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) at++;
        if (start == at) throw malformed(what);
        return text.substring(start, at);
    }

    /** A quoted string, raw: with its quotes and backslashes. */
    String quoted() throws SipParseException {
        int start = at;
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                at = i + 1;
                return text.substring(start, at);
            }
        }
        throw new SipParseException("quoted string does not end: " + SipParseException.shown(text.substring(start)));
    }

    /** Everything up to (not with) the first white space or one of the stops. */
    String until(String stops) {
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Grammar.isWhitespace(c) || stops.indexOf(c) >= 0) break;
            at++;
        }
        return text.substring(start, at);
    }

    /** The rest, and the cursor goes to the end. */
    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    void jump(int to) {
        at = to;
    }

    SipParseException malformed(String expected) {
        return new SipParseException(
                SipParseException.shown(text) + " is malformed at character " + (at + 1) + ": expected " + expected);
    }
}
