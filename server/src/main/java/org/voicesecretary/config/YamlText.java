package org.voicesecretary.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@link YamlValue}s. */
public final class YamlText {
    private YamlText() {}

    /**
     * One line of JSON, which is YAML too and reads back as the same value. Normalised: keys in the order of the alphabet, each scalar a
     * string, so that two ways to write the same thing are the same text.
     */
    public static String json(YamlValue value) {
        return switch (value) {
            case YamlValue.Scalar scalar -> scalar.absent() ? "null" : quote(scalar.text());
            case YamlValue.Sequence sequence ->
                sequence.items().stream().map(YamlText::json).collect(Collectors.joining(",", "[", "]"));
            case YamlValue.Mapping mapping ->
                new TreeMap<>(mapping.entries())
                        .entrySet().stream()
                                .map(entry -> quote(entry.getKey()) + ":"
                                        + json(entry.getValue().value()))
                                .collect(Collectors.joining(",", "{", "}"));
        };
    }

    /** For people: as one would write it on one line, without the quotes that YAML asks for. */
    public static String plain(YamlValue value) {
        return switch (value) {
            case YamlValue.Scalar scalar -> scalar.absent() ? "null" : scalar.text();
            case YamlValue.Sequence sequence ->
                sequence.items().stream().map(YamlText::plain).collect(Collectors.joining(", ", "[", "]"));
            case YamlValue.Mapping mapping ->
                mapping.entries().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry ->
                                entry.getKey() + ": " + plain(entry.getValue().value()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String quote(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (unwritable(text, i)) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** What YAML does not take as it is: controls, its own line ends, half characters. */
    private static boolean unwritable(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c < 0x20 || c >= 0x7f && c <= 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff || c >= 0xfffe;
    }
}
