package org.voicesecretary.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a header value or of a URI: ordered, names without case, each name once (RFC 3261 §7.3.1). A parameter
 * may have no value ({@code ;lr}, {@code ;rport}); {@link #has} tells it from an absent one.
 */
public final class Params {
    /** No parameters, of a header value. */
    public static final Params NONE = new Params(new String[0], false);

    /** No parameters, of a URI: values are percent-escaped when written. */
    public static final Params NO_URI_PARAMS = new Params(new String[0], true);

    private static final int MAX = 100;

    /** Name and raw value alternate; a value is null where there is none. */
    private final @Nullable String[] flat;

    private final boolean ofUri;

    private Params(@Nullable String[] flat, boolean ofUri) {
        this.flat = flat;
        this.ofUri = ofUri;
    }

    /** Parameters of a header value from names and values in turn, e.g. {@code of("tag", "8f2c")}. */
    public static Params of(String... namesAndValues) {
        Params params = NONE;
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            params = params.with(namesAndValues[i], namesAndValues[i + 1]);
        }
        return params;
    }

    /** Reads {@code ;name=value;flag…} from the cursor on; stops at the first thing that is no semicolon. */
    static Params parse(Scanner in) throws SipParseException {
        List<@Nullable String> flat = null;
        while (in.take(';')) {
            String name = in.token("a parameter name");
            String value = null;
            if (in.take('=')) {
                value = in.peek() == '"' ? in.quoted() : in.until(";,\"<>");
            }
            if (flat == null) flat = new ArrayList<>(6);
            append(flat, name, value);
        }
        return flat == null ? NONE : new Params(flat.toArray(new @Nullable String[0]), false);
    }

    /** Reads {@code name=value, name="value", …} from the cursor on; empty list elements are skipped. */
    static Params parseCommaSeparated(Scanner in) throws SipParseException {
        var flat = new ArrayList<@Nullable String>(16);
        do {
            if (in.peek() == ',') continue;
            if (in.atEnd()) break;
            String name = in.token("a parameter name");
            in.expect('=');
            append(flat, name, in.peek() == '"' ? in.quoted() : in.until(",\""));
        } while (in.take(','));
        return flat.isEmpty() ? NONE : new Params(flat.toArray(new @Nullable String[0]), false);
    }

    /** Reads the parameters of a URI: {@code text} starts with the first semicolon, or is empty. */
    static Params parseUri(String text) throws SipParseException {
        if (text.isEmpty()) return NO_URI_PARAMS;
        var flat = new ArrayList<@Nullable String>(6);
        int start = 1;
        while (start <= text.length()) {
            int end = text.indexOf(';', start);
            if (end < 0) end = text.length();
            String param = text.substring(start, end);
            int equals = param.indexOf('=');
            String name = equals < 0 ? param : param.substring(0, equals);
            if (name.isEmpty()) {
                throw new SipParseException("URI parameters have an empty name: " + SipParseException.shown(text));
            }
            String value = equals < 0 ? null : param.substring(equals + 1);
            if (value != null) Grammar.unescape(value); // refuses broken escapes now, so that reading never fails
            append(flat, Grammar.unescape(name), value);
            start = end + 1;
        }
        return new Params(flat.toArray(new @Nullable String[0]), true);
    }

    private static void append(List<@Nullable String> flat, String name, @Nullable String value)
            throws SipParseException {
        if (flat.size() >= 2 * MAX) {
            throw new SipParseException("there are more than " + MAX + " parameters");
        }
        for (int i = 0; i < flat.size(); i += 2) {
            if (name.equalsIgnoreCase(flat.get(i))) {
                throw new SipParseException(
                        "parameter " + SipParseException.shown(name) + " is there twice, expected once");
            }
        }
        flat.add(name);
        flat.add(value);
    }

    public int size() {
        return flat.length / 2;
    }

    public boolean isEmpty() {
        return flat.length == 0;
    }

    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /** The value without quotes and escapes; null where the parameter is absent or has no value. */
    public @Nullable String value(String name) {
        int i = indexOf(name);
        return i < 0 ? null : decoded(flat[i + 1]);
    }

    /** The value as it stands in the text, with its quotes or escapes. */
    public @Nullable String rawValue(String name) {
        int i = indexOf(name);
        return i < 0 ? null : flat[i + 1];
    }

    /** Names in order. */
    public List<String> names() {
        var names = new ArrayList<String>(size());
        for (int i = 0; i < flat.length; i += 2) names.add(name(i));
        return names;
    }

    /** A copy with this parameter set; in place where it was there. Null means a parameter without value. */
    public Params with(String name, @Nullable String value) {
        return withRaw(name, value == null ? null : encoded(value));
    }

    /** As {@link #with}, but the value is written as a quoted string even where a token would do. */
    public Params withQuoted(String name, String value) {
        return withRaw(name, Grammar.quote(value));
    }

    public Params without(String name) {
        int i = indexOf(name);
        if (i < 0) return this;
        var copy = new @Nullable String[flat.length - 2];
        System.arraycopy(flat, 0, copy, 0, i);
        System.arraycopy(flat, i + 2, copy, i, flat.length - i - 2);
        return new Params(copy, ofUri);
    }

    /** The text form, starting with a semicolon; empty where there are none. */
    public String text() {
        var out = new StringBuilder();
        appendTo(out);
        return out.toString();
    }

    void appendTo(StringBuilder out) {
        for (int i = 0; i < flat.length; i += 2) {
            String name = name(i);
            out.append(';').append(ofUri ? Grammar.escape(name, Grammar.UriPart.PARAM) : name);
            String value = flat[i + 1];
            if (value != null) out.append('=').append(value);
        }
    }

    private Params withRaw(String name, @Nullable String raw) {
        if (!ofUri && !Grammar.isToken(name)) {
            throw new IllegalArgumentException("parameter name is no token: " + SipParseException.shown(name));
        }
        int i = indexOf(name);
        var copy = Arrays.copyOf(flat, i < 0 ? flat.length + 2 : flat.length);
        int at = i < 0 ? flat.length : i;
        copy[at] = name;
        copy[at + 1] = raw;
        return new Params(copy, ofUri);
    }

    private int indexOf(String name) {
        for (int i = 0; i < flat.length; i += 2) {
            if (name.equalsIgnoreCase(flat[i])) return i;
        }
        return -1;
    }

    private String name(int i) {
        String name = flat[i];
        return name == null ? "" : name;
    }

    private @Nullable String decoded(@Nullable String raw) {
        if (raw == null) return null;
        if (!ofUri) return Grammar.unquote(raw);
        try {
            return Grammar.unescape(raw);
        } catch (SipParseException e) {
            return raw; // cannot happen: escapes were checked when parsed and made well when set
        }
    }

    private String encoded(String value) {
        if (ofUri) return Grammar.escape(value, Grammar.UriPart.PARAM);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Grammar.isTokenChar(c) && c != '[' && c != ']' && c != ':') return Grammar.quote(value);
        }
        return value.isEmpty() ? "\"\"" : value;
    }

    /** Same names and same decoded values, in any order. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (!(o instanceof Params other) || other.flat.length != flat.length) return false;
        for (int i = 0; i < flat.length; i += 2) {
            int j = other.indexOf(name(i));
            if (j < 0) return false;
            String mine = decoded(flat[i + 1]);
            String theirs = other.decoded(other.flat[j + 1]);
            if (mine == null ? theirs != null : !mine.equals(theirs)) return false;
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < flat.length; i += 2) {
            hash += name(i).toLowerCase(Locale.ROOT).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return text();
    }
}
