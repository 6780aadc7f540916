package org.voicesecretary.sip.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code name-addr} or {@code addr-spec} with the parameters of its header: From, To, Contact, Route, Record-Route,
 * Refer-To, P-Asserted-Identity … (RFC 3261 §20.10).
 *
 * @param displayName without quotes and backslashes; null where there is none
 * @param uri the address
 * @param params of the header, not of the URI
 */
public record NameAddr(@Nullable String displayName, Uri uri, Params params) {
    public static NameAddr of(Uri uri) {
        return new NameAddr(null, uri, Params.NONE);
    }

    public static NameAddr parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String display = null;
        if (in.peek() == '"') {
            display = Grammar.unquote(in.quoted());
            in.skipWhitespace();
            if (in.peek() != '<') throw in.malformed("< after the display name");
        }
        int open = value.indexOf('<', in.position());
        int semicolon = value.indexOf(';', in.position());
        Uri uri;
        if (open >= 0 && (semicolon < 0 || open < semicolon)) {
            if (display == null) display = words(in, open);
            int close = value.indexOf('>', open);
            if (close < 0) throw new SipParseException("address has < without >: " + SipParseException.shown(value));
            uri = Uri.parse(value.substring(open + 1, close)); // refuses white space inside the brackets
            in.jump(close + 1);
        } else {
            String bare = in.until(";,");
            // RFC 3261 §20: an address with a question mark must stand in angle brackets
            if (bare.indexOf('?') >= 0) {
                throw new SipParseException("address has ? outside angle brackets: " + SipParseException.shown(value));
            }
            uri = Uri.parse(bare);
        }
        Params params = Params.parse(in);
        in.expectEnd();
        return new NameAddr(display, uri, params);
    }

    /** All addresses of a header value that may be a list; commas in quotes and in brackets do not separate. */
    public static List<NameAddr> parseList(String value) throws SipParseException {
        var list = new ArrayList<NameAddr>();
        for (String element : Grammar.splitList(value)) list.add(parse(element));
        return List.copyOf(list);
    }

    /** Unquoted display name: tokens with white space between them; null where there are none. */
    private static @Nullable String words(Scanner in, int open) throws SipParseException {
        String text = in.text();
        int end = open;
        while (end > in.position() && Grammar.isWhitespace(text.charAt(end - 1))) end--;
        if (end == in.position()) return null;
        for (int i = in.position(); i < end; i++) {
            char c = text.charAt(i);
            // beyond ASCII quotes would be due, but the meaning is plain
            if (!Grammar.isTokenChar(c) && !Grammar.isWhitespace(c) && c < 0x80) {
                throw new SipParseException("display name has a character that needs quotes: "
                        + SipParseException.shown(text.substring(in.position(), end)));
            }
        }
        return text.substring(in.position(), end);
    }

    public @Nullable String tag() {
        return params.value("tag");
    }

    public NameAddr withTag(String tag) {
        return withParams(params.with("tag", tag));
    }

    public NameAddr withParams(Params changed) {
        return new NameAddr(displayName, uri, changed);
    }

    /** Always with angle brackets, the display name in quotes. */
    public String text() {
        var out = new StringBuilder(64);
        if (displayName != null) out.append(Grammar.quote(displayName)).append(' ');
        out.append('<').append(uri.text()).append('>');
        params.appendTo(out);
        return out.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
