package org.voicesecretary.protocol;

/** Writes the little JSON that a reply needs, one object, keys in the order of the calls. Reading is {@code protocol.json}'s. */
public final class JsonText {
    private final StringBuilder out = new StringBuilder("{");

    public JsonText text(String key, String value) {
        return raw(key, quote(value));
    }

    public JsonText number(String key, long value) {
        return raw(key, Long.toString(value));
    }

    /** A member whose value is JSON already. */
    public JsonText raw(String key, String json) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append(quote(key)).append(':').append(json);
        return this;
    }

    public String close() {
        return out.append('}').toString();
    }

    /** A JSON string literal. */
    public static String quote(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || unpaired(text, i)) {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** Half a character cannot be written as UTF-8. */
    private static boolean unpaired(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
