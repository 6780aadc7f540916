package org.voicesecretary.sip.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Character classes and escapes of RFC 3261 §25.1. */
final class Grammar {
    private static final boolean[] TOKEN = charset("-.!%*_+`'~");
    private static final boolean[] UNRESERVED = charset("-_.!~*'()");
    private static final boolean[] USER = charset("-_.!~*'()&=+$,;?/");
    private static final boolean[] PASSWORD = charset("-_.!~*'()&=+$,");
    private static final boolean[] PARAM = charset("-_.!~*'()[]/:&+$");
    private static final boolean[] HEADER = charset("-_.!~*'()[]/?:+$");
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** Which characters a part of a URI may carry without an escape. */
    enum UriPart {
        USER(Grammar.USER),
        PASSWORD(Grammar.PASSWORD),
        PARAM(Grammar.PARAM),
        HEADER(Grammar.HEADER),
        UNRESERVED(Grammar.UNRESERVED);

        private final boolean[] plain;

        UriPart(boolean[] plain) {
            this.plain = plain;
        }
    }

    private Grammar() {}

    private static boolean[] charset(String marks) {
        var set = new boolean[128];
        for (char c = '0'; c <= '9'; c++) set[c] = true;
        for (char c = 'a'; c <= 'z'; c++) set[c] = true;
        for (char c = 'A'; c <= 'Z'; c++) set[c] = true;
        for (int i = 0; i < marks.length(); i++) set[marks.charAt(i)] = true;
        return set;
    }

    static boolean isTokenChar(int c) {
        return c >= 0 && c < 128 && TOKEN[c];
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) return false;
        }
        return !text.isEmpty();
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(int c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    static boolean isAlphanumeric(int c) {
        return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isWhitespace(int c) {
        return c == ' ' || c == '\t';
    }

    /** A decimal number without sign; -1 where the text is none or is greater than {@code max}. */
    static long number(String text, long max) {
        if (text.isEmpty()) return -1;
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) return -1;
            value = value * 10 + (c - '0');
            if (value > max) return -1;
        }
        return value;
    }

    /** Takes the quotes and the backslashes off a quoted string; other text comes back as it is. */
    static String unquote(String raw) {
        if (raw.length() < 2 || raw.charAt(0) != '"') return raw;
        if (raw.indexOf('\\') < 0) return raw.substring(1, raw.length() - 1);
        var out = new StringBuilder(raw.length());
        for (int i = 1; i < raw.length() - 1; i++) {
            char c = raw.charAt(i);
            if (c == '\\' && i + 1 < raw.length() - 1) c = raw.charAt(++i);
            out.append(c);
        }
        return out.toString();
    }

    static String quote(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') out.append('\\');
            out.append(c == '\r' || c == '\n' ? ' ' : c); // no escape exists for a line end (RFC 3261 §25.1)
        }
        return out.append('"').toString();
    }

    /** Escapes as UTF-8 what the part may not carry plainly. */
    static String escape(String text, UriPart part) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c < 128 && part.plain[c]) {
                if (out != null) out.append((char) c);
            } else {
                if (out == null) out = new StringBuilder(text.length() + 8).append(text, 0, i);
                for (byte b : text.substring(i, next).getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
                }
            }
            i = next;
        }
        return out == null ? text : out.toString();
    }

    /** Undoes percent escapes; they must be complete and, taken together, be UTF-8. */
    static String unescape(String text) throws SipParseException {
        int first = text.indexOf('%');
        if (first < 0) return text;
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        var out = new byte[in.length];
        int n = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out[n++] = in[i];
                continue;
            }
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new SipParseException("URI has a broken escape: " + SipParseException.shown(text)
                        + ", expected % and two hexadecimal digits");
            }
            out[n++] = (byte) (high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out, 0, n))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SipParseException("URI has escapes that are not UTF-8: " + SipParseException.shown(text));
        }
    }

    /** Splits at commas that are outside quoted strings and angle brackets; empty elements are left out. */
    static void splitList(String value, List<String> into) {
        if (value.indexOf(',') < 0) {
            addTrimmed(value, 0, value.length(), into);
            return;
        }
        boolean quoted = false;
        boolean bracketed = false;
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') i++;
                else if (c == '"') quoted = false;
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == '>') {
                bracketed = false;
            } else if (c == ',' && !bracketed) {
                addTrimmed(value, start, i, into);
                start = i + 1;
            }
        }
        addTrimmed(value, start, value.length(), into);
    }

    static List<String> splitList(String value) {
        var list = new ArrayList<String>(4);
        splitList(value, list);
        return list;
    }

    private static void addTrimmed(String value, int start, int end, List<String> into) {
        int from = start;
        int to = end;
        while (from < to && isWhitespace(value.charAt(from))) from++;
        while (to > from && isWhitespace(value.charAt(to - 1))) to--;
        if (from < to) into.add(value.substring(from, to));
    }

    /** The index after the first list element, or the length of the value: the comma itself where there is one. */
    static int endOfFirstElement(String value) {
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') i++;
                else if (c == '"') quoted = false;
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == '>') {
                bracketed = false;
            } else if (c == ',' && !bracketed) {
                return i;
            }
        }
        return value.length();
    }
}
