package org.voicesecretary.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.voicesecretary.protocol.FormField;

/** The signed parameters of a request, and its files. Of a name that comes twice the last counts, as in PHP. */
public final class Parameters {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Upload> files = new LinkedHashMap<>();

    /**
     * A file of a multipart request. The signature does not cover it.
     *
     * @param name as the client calls it: for people, and for its ending
     */
    public record Upload(String name, byte[] content) {}

    Parameters(List<FormField> fields, Map<String, Upload> files) {
        fields.forEach(field -> values.put(field.name(), field.value()));
        this.files.putAll(files);
    }

    /** Empty if absent; an empty value is there. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Without spaces around it, neither absent nor empty. */
    public Optional<String> filled(String name) {
        return text(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String required(String name) throws RestFault {
        return filled(name).orElseThrow(() -> RestFault.wrong(name, "is missing"));
    }

    /** The items of {@code name[0]}, {@code name[]} and the like, in the order in which they came. */
    public List<String> list(String name) {
        List<String> items = new ArrayList<>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + "[")) {
                items.add(value);
            }
        });
        return items;
    }

    /** @param parser its IllegalArgumentException says what is wrong */
    public <T> Optional<T> parsed(String name, Function<String, T> parser) throws RestFault {
        Optional<String> value = filled(name);
        try {
            return value.map(parser);
        } catch (IllegalArgumentException e) {
            throw RestFault.wrong(name, String.valueOf(e.getMessage()));
        }
    }

    public long whole(String name, long least, long most, long usual) throws RestFault {
        return parsed(name, text -> {
                    if (!text.matches("-?\\d{1,15}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
                        throw new IllegalArgumentException(
                                "expected a whole number, " + least + " to " + most + ", not \"" + text + "\"");
                    }
                    return Long.parseLong(text);
                })
                .orElse(usual);
    }

    /** {@code on} or {@code off}. */
    public Optional<Boolean> onOff(String name) throws RestFault {
        return either(name, "on", "off");
    }

    /** {@code true} or {@code false}, as words. */
    public Optional<Boolean> flag(String name) throws RestFault {
        return either(name, "true", "false");
    }

    private Optional<Boolean> either(String name, String yes, String no) throws RestFault {
        return parsed(name, text -> {
            String word = text.toLowerCase(java.util.Locale.ROOT);
            if (!word.equals(yes) && !word.equals(no)) {
                throw new IllegalArgumentException("expected " + yes + " or " + no + ", not \"" + text + "\"");
            }
            return word.equals(yes);
        });
    }

    /** One of the given words, exactly. */
    public Optional<String> choice(String name, String... words) throws RestFault {
        return parsed(name, text -> {
            if (!List.of(words).contains(text)) {
                throw new IllegalArgumentException(
                        "expected one of " + String.join(", ", words) + ", not \"" + text + "\"");
            }
            return text;
        });
    }

    /** What clients send for yes in many spellings: anything but nothing, {@code 0} and {@code false}. */
    public boolean isSet(String name) {
        return filled(name).filter(v -> !v.equals("0") && !v.equals("false")).isPresent();
    }

    public Optional<Upload> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    Optional<String> format() {
        return text("format");
    }
}
