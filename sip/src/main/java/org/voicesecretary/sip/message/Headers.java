package org.voicesecretary.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message: immutable, in their order, names without case and compact forms resolved
 * ({@code v: …} is found as {@code Via}). Values are unfolded and trimmed; those that nobody asks for are never turned
 * into strings.
 *
 * <p>Names are matched fastest when taken from {@link HeaderName}. Equality looks at names (without case) and values,
 * in order.
 */
public final class Headers {
    public static final Headers EMPTY = new Headers(new String[0], new @Nullable String[0], null, new int[0], 0);

    private final String[] names;
    private final @Nullable String[] values;

    /** The bytes the values are read from, at spans[2i] to spans[2i+1]; null where all values are strings. */
    private final byte @Nullable [] raw;

    private final int[] spans;
    private final int size;

    // Parsed on demand, perhaps twice by two threads: the values are immutable and equal.
    private @Nullable Via topVia;
    private @Nullable NameAddr from;
    private @Nullable NameAddr to;
    private @Nullable CSeq cseq;

    Headers(String[] names, @Nullable String[] values, byte @Nullable [] raw, int[] spans, int size) {
        this.names = names;
        this.values = values;
        this.raw = raw;
        this.spans = spans;
        this.size = size;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** From names and values in turn. */
    public static Headers of(String... namesAndValues) {
        var builder = new Builder();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) builder.add(namesAndValues[i], namesAndValues[i + 1]);
        return builder.build();
    }

    public int size() {
        return size;
    }

    public String name(int i) {
        Objects.checkIndex(i, size);
        return names[i];
    }

    public String value(int i) {
        Objects.checkIndex(i, size);
        String value = values[i];
        if (value != null) return value;
        value = decode(Objects.requireNonNull(raw), spans[2 * i], spans[2 * i + 1]);
        values[i] = value;
        return value;
    }

    /** UTF-8; bytes that are none are taken as ISO 8859-1, so that a careless display name costs no call. */
    static String decode(byte[] buf, int start, int end) {
        for (int i = start; i < end; i++) {
            if (buf[i] < 0) {
                String text = new String(buf, start, end - start, StandardCharsets.UTF_8);
                if (text.indexOf('\ufffd') < 0) return text;
                break;
            }
        }
        return new String(buf, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private int indexOf(String name, int from) {
        for (int i = from; i < size; i++) {
            if (sameName(names[i], name)) return i;
        }
        return -1;
    }

    private static boolean sameName(String a, String b) {
        return a.equals(b) || a.length() == b.length() && a.equalsIgnoreCase(b);
    }

    private static String resolved(String name) {
        return name.length() == 1 ? HeaderName.canonical(name) : name;
    }

    public boolean has(String name) {
        return indexOf(resolved(name), 0) >= 0;
    }

    /** How many fields have this name. */
    public int count(String name) {
        String wanted = resolved(name);
        int count = 0;
        for (int i = indexOf(wanted, 0); i >= 0; i = indexOf(wanted, i + 1)) count++;
        return count;
    }

    /** The value of the first field of this name, or null. A list in one field comes whole. */
    public @Nullable String first(String name) {
        int i = indexOf(resolved(name), 0);
        return i < 0 ? null : value(i);
    }

    /** The values of all fields of this name, one per field. */
    public List<String> all(String name) {
        String wanted = resolved(name);
        int i = indexOf(wanted, 0);
        if (i < 0) return List.of();
        var all = new ArrayList<String>(4);
        for (; i >= 0; i = indexOf(wanted, i + 1)) all.add(value(i));
        return all;
    }

    /** The elements of all fields of this name, split at commas outside quotes and angle brackets. */
    public List<String> list(String name) {
        String wanted = resolved(name);
        int i = indexOf(wanted, 0);
        if (i < 0) return List.of();
        var list = new ArrayList<String>(4);
        for (; i >= 0; i = indexOf(wanted, i + 1)) Grammar.splitList(value(i), list);
        return list;
    }

    Via topVia() throws SipParseException {
        Via via = topVia;
        if (via == null) {
            String value = required(HeaderName.VIA);
            try {
                via = Via.parse(value.substring(0, Grammar.endOfFirstElement(value)));
            } catch (SipParseException e) {
                throw e.in(HeaderName.VIA);
            }
            topVia = via;
        }
        return via;
    }

    NameAddr from() throws SipParseException {
        NameAddr value = from;
        if (value == null) from = value = address(HeaderName.FROM);
        return value;
    }

    NameAddr to() throws SipParseException {
        NameAddr value = to;
        if (value == null) to = value = address(HeaderName.TO);
        return value;
    }

    CSeq cseq() throws SipParseException {
        CSeq value = cseq;
        if (value == null) {
            try {
                cseq = value = CSeq.parse(required(HeaderName.CSEQ));
            } catch (SipParseException e) {
                throw e.in(HeaderName.CSEQ);
            }
        }
        return value;
    }

    String callId() throws SipParseException {
        String value = required(HeaderName.CALL_ID);
        if (value.isEmpty()) throw new SipParseException("value is empty").in(HeaderName.CALL_ID);
        return value;
    }

    private NameAddr address(String name) throws SipParseException {
        String value = required(name);
        try {
            return NameAddr.parse(value);
        } catch (SipParseException e) {
            throw e.in(name);
        }
    }

    private String required(String name) throws SipParseException {
        String value = first(name);
        if (value == null) {
            throw new SipParseException(400, "Missing " + name + " Header", "header " + name + " is missing");
        }
        return value;
    }

    /** A copy with the topmost Via value replaced; further values in the same field stay. */
    public Headers withTopVia(Via via) {
        int i = indexOf(HeaderName.VIA, 0);
        if (i < 0) return builder().add(HeaderName.VIA, via.text()).addAll(this).build();
        String value = value(i);
        var changed = Arrays.copyOf(values, values.length);
        changed[i] = via.text() + value.substring(Grammar.endOfFirstElement(value));
        var copy = new Headers(names, changed, raw, spans, size);
        copy.topVia = via;
        copy.from = from;
        copy.to = to;
        copy.cseq = cseq;
        return copy;
    }

    /** A copy with all fields of this name replaced by one, at the place of the first. */
    public Headers with(String name, String value) {
        return toBuilder().set(name, value).build();
    }

    public Headers without(String name) {
        return has(name) ? toBuilder().remove(name).build() : this;
    }

    public Builder toBuilder() {
        return new Builder().addAll(this);
    }

    /** Writes all fields; Content-Length always says {@code bodyLength}. */
    void writeTo(WireWriter out, int bodyLength) {
        boolean lengthWritten = false;
        for (int i = 0; i < size; i++) {
            boolean length = names[i].equals(HeaderName.CONTENT_LENGTH);
            if (length && lengthWritten) continue;
            out.text(names[i]).text(": ");
            String value = values[i];
            if (length) {
                out.text(Integer.toString(bodyLength));
                lengthWritten = true;
            } else if (value != null) {
                out.text(value);
            } else {
                out.bytes(Objects.requireNonNull(raw), spans[2 * i], spans[2 * i + 1]);
            }
            out.text("\r\n");
        }
        if (!lengthWritten)
            out.text("Content-Length: ").text(Integer.toString(bodyLength)).text("\r\n");
        out.text("\r\n");
    }

    /** Whether both say the same, Content-Length aside: it is a matter of the wire. */
    boolean sameFields(Headers other) {
        int i = 0;
        int j = 0;
        while (true) {
            while (i < size && names[i].equals(HeaderName.CONTENT_LENGTH)) i++;
            while (j < other.size && other.names[j].equals(HeaderName.CONTENT_LENGTH)) j++;
            if (i == size || j == other.size) return i == size && j == other.size;
            if (!sameName(names[i], other.names[j]) || !value(i).equals(other.value(j))) return false;
            i++;
            j++;
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        if (!(o instanceof Headers other) || other.size != size) return false;
        for (int i = 0; i < size; i++) {
            if (!sameName(names[i], other.names[i]) || !value(i).equals(other.value(i))) return false;
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < size; i++) {
            if (names[i].equals(HeaderName.CONTENT_LENGTH)) continue;
            hash = 31 * hash + names[i].toLowerCase(Locale.ROOT).hashCode() + value(i).hashCode();
        }
        return hash;
    }

    /** One field per line. */
    @Override
    public String toString() {
        var out = new StringBuilder();
        for (int i = 0; i < size; i++)
            out.append(names[i]).append(": ").append(value(i)).append("\r\n");
        return out.toString();
    }

    /** Collects header fields in order. Names must be tokens, values may hold no line end: both would forge fields. */
    public static final class Builder {
        private String[] names = new String[16];
        private @Nullable String[] values = new @Nullable String[16];
        private int size;

        private Builder() {}

        public Builder add(String name, String value) {
            insert(size, checkedName(name), checkedValue(name, value));
            return this;
        }

        public Builder addAll(Headers headers) {
            for (int i = 0; i < headers.size; i++) insert(size, headers.names[i], headers.value(i));
            return this;
        }

        /** Adds every field of this name, in order. */
        public Builder copy(Headers from, String name) {
            String wanted = resolved(name);
            for (int i = from.indexOf(wanted, 0); i >= 0; i = from.indexOf(wanted, i + 1)) {
                insert(size, from.names[i], from.value(i));
            }
            return this;
        }

        /** Puts the field before all others. */
        public Builder prepend(String name, String value) {
            insert(0, checkedName(name), checkedValue(name, value));
            return this;
        }

        /** Replaces the first field of this name and removes the others; adds it where there is none. */
        public Builder set(String name, String value) {
            String canonical = checkedName(name);
            String checked = checkedValue(name, value);
            int at = indexOf(canonical, 0);
            if (at < 0) {
                insert(size, canonical, checked);
                return this;
            }
            values[at] = checked;
            removeFrom(canonical, at + 1);
            return this;
        }

        public Builder remove(String name) {
            removeFrom(HeaderName.canonical(name), 0);
            return this;
        }

        public boolean has(String name) {
            return indexOf(HeaderName.canonical(name), 0) >= 0;
        }

        public Headers build() {
            return size == 0
                    ? EMPTY
                    : new Headers(Arrays.copyOf(names, size), Arrays.copyOf(values, size), null, EMPTY.spans, size);
        }

        private int indexOf(String name, int from) {
            for (int i = from; i < size; i++) {
                if (sameName(names[i], name)) return i;
            }
            return -1;
        }

        private void removeFrom(String name, int from) {
            int kept = from;
            for (int i = from; i < size; i++) {
                if (sameName(names[i], name)) continue;
                names[kept] = names[i];
                values[kept++] = values[i];
            }
            size = kept;
        }

        private void insert(int at, String name, String value) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            System.arraycopy(names, at, names, at + 1, size - at);
            System.arraycopy(values, at, values, at + 1, size - at);
            names[at] = name;
            values[at] = value;
            size++;
        }

        private static String checkedName(String name) {
            if (!Grammar.isToken(name)) {
                throw new IllegalArgumentException("header name is no token: " + SipParseException.shown(name));
            }
            return HeaderName.canonical(name);
        }

        private static String checkedValue(String name, String value) {
            if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
                throw new IllegalArgumentException(
                        "header " + name + " has a line end in its value: " + SipParseException.shown(value));
            }
            return value.strip();
        }
    }
}
