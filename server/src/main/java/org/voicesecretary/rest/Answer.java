package org.voicesecretary.rest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.JsonText;

/**
 * What a method answers: fields in their order, each of the type that client libraries know it by. Numbers, true and false are often
 * strings in this protocol: whoever fills an answer decides.
 */
public final class Answer {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    public static Answer empty() {
        return new Answer();
    }

    static Answer error(String message) {
        return empty().text("status", "error").text("message", message);
    }

    /** A string, or null. */
    public Answer text(String name, @Nullable String value) {
        fields.put(name, value);
        return this;
    }

    public Answer whole(String name, long value) {
        fields.put(name, value);
        return this;
    }

    public Answer decimal(String name, BigDecimal value) {
        fields.put(name, value);
        return this;
    }

    /** {@code true} or {@code false} of JSON. */
    public Answer bool(String name, boolean value) {
        fields.put(name, value);
        return this;
    }

    /** The strings {@code "true"} and {@code "false"}. */
    public Answer flag(String name, boolean value) {
        return text(name, Boolean.toString(value));
    }

    /** The strings {@code "on"} and {@code "off"}. */
    public Answer onOff(String name, boolean value) {
        return text(name, value ? "on" : "off");
    }

    public Answer group(String name, Answer value) {
        fields.put(name, value);
        return this;
    }

    public Answer groups(String name, List<Answer> items) {
        fields.put(name, List.copyOf(items));
        return this;
    }

    public Answer texts(String name, List<String> items) {
        fields.put(name, List.copyOf(items));
        return this;
    }

    public Answer wholes(String name, List<Long> items) {
        fields.put(name, List.copyOf(items));
        return this;
    }

    /** This answer with the status that every success begins with. */
    Answer success() {
        Answer whole = empty().text("status", "success");
        whole.fields.putAll(fields);
        return whole;
    }

    public String json() {
        var out = new StringBuilder(128);
        json(out, this);
        return out.toString();
    }

    private static void json(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Answer answer -> {
                char separator = '{';
                for (var field : answer.fields.entrySet()) {
                    out.append(separator).append(JsonText.quote(field.getKey())).append(':');
                    json(out, field.getValue());
                    separator = ',';
                }
                out.append(answer.fields.isEmpty() ? "{}" : "}");
            }
            case List<?> items -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    json(out, items.get(i));
                }
                out.append(']');
            }
            case String text -> out.append(JsonText.quote(text));
            case BigDecimal number -> out.append(number.toPlainString());
            default -> out.append(value);
        }
    }

    /** Root {@code response}, items of lists {@code item} (docs/protocol.md, A24). */
    public String xml() {
        var out = new StringBuilder(256).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        element(out, "response", this);
        return out.toString();
    }

    private static void element(StringBuilder out, String name, @Nullable Object value) {
        out.append('<').append(name).append('>');
        switch (value) {
            case null -> {}
            case Answer answer -> answer.fields.forEach((inner, each) -> element(out, inner, each));
            case List<?> items -> items.forEach(item -> element(out, "item", item));
            case BigDecimal number -> out.append(number.toPlainString());
            default -> escape(out, value.toString());
        }
        out.append("</").append(name).append('>');
    }

    private static void escape(StringBuilder out, String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\r' -> out.append("&#13;");
                default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
            }
        });
    }

    /** XML 1.0 §2.2: not every character can be written at all. */
    private static boolean isXml(int c) {
        return c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c > 0xFFFF;
    }

    /** The names of the fields, in their order. */
    public List<String> names() {
        return new ArrayList<>(fields.keySet());
    }
}
