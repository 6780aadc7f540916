package org.voicesecretary.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One group of keys of a file that a person wrote; every getter complains where the value is not what it should be. */
public final class Fields {
    /** The path of the outermost group. */
    public static final String TOP = "the file";

    private static final YamlValue.Mapping EMPTY =
            new YamlValue.Mapping(new Origin.Default(), new java.util.LinkedHashMap<>());

    private final String path;
    private final YamlValue.Mapping group;
    private final Problems problems;

    private Fields(String path, YamlValue.Mapping group, Problems problems) {
        this.path = path;
        this.group = group;
        this.problems = problems;
    }

    /** @param path what to call the group in messages, such as {@code numbers[2].webhook} */
    public static Fields of(String path, YamlValue value, List<String> known, Problems problems) {
        if (!(value instanceof YamlValue.Mapping group)) {
            problems.add(value.origin(), path + " is " + value.kind() + "; expected keys: " + String.join(", ", known));
            return new Fields(path, EMPTY, problems);
        }
        for (var entry : group.entries().values()) {
            if (!known.contains(entry.key())) {
                problems.add(
                        entry.origin(),
                        "unknown key \"" + entry.key() + "\" in " + path + Nearest.hint(entry.key(), known));
            }
        }
        return new Fields(path, group, problems);
    }

    public Origin origin() {
        return group.origin();
    }

    public Origin origin(String key) {
        var entry = group.entries().get(key);
        return entry == null ? group.origin() : entry.value().origin();
    }

    public boolean has(String key) {
        return group.entries().containsKey(key);
    }

    public boolean isNull(String key) {
        var entry = group.entries().get(key);
        return entry != null && entry.value() instanceof YamlValue.Scalar s && s.absent();
    }

    public void complain(String key, String message) {
        problems.add(origin(key), (path.equals(TOP) ? "" : path + ".") + key + ": " + message);
    }

    /** Null if absent, null in the file, or not one value (which is a problem). */
    public @Nullable String text(String key) {
        var entry = group.entries().get(key);
        if (entry == null) {
            return null;
        }
        if (!(entry.value() instanceof YamlValue.Scalar scalar)) {
            complain(key, "is " + entry.value().kind() + "; expected one value");
            return null;
        }
        return scalar.absent() ? null : scalar.text();
    }

    /** As {@link #text}; its absence is a problem. */
    public @Nullable String required(String key) {
        String text = text(key);
        if (text == null && !(group == EMPTY)) {
            if (!has(key) || isNull(key)) {
                problems.add(origin(key), path + " lacks \"" + key + "\"");
            }
        } else if (text != null && text.isBlank()) {
            complain(key, "is empty");
            return null;
        }
        return text;
    }

    /** The value that {@code parser} makes of the text; an IllegalArgumentException of the parser is a problem. */
    public <T> @Nullable T parsed(String key, Function<String, T> parser) {
        String text = text(key);
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            complain(key, String.valueOf(e.getMessage()));
            return null;
        }
    }

    public @Nullable Duration duration(String key, String least, String most) {
        return parsed(key, text -> {
            Duration value = Units.duration(text);
            if (value.compareTo(Units.duration(least)) < 0 || value.compareTo(Units.duration(most)) > 0) {
                throw new IllegalArgumentException(
                        Units.text(value) + " is out of range; expected " + least + " to " + most);
            }
            return value;
        });
    }

    public <E extends Enum<E>> @Nullable E constant(String key, Class<E> type) {
        return parsed(key, text -> {
            List<String> known = new ArrayList<>();
            for (E constant : type.getEnumConstants()) {
                String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (name.equals(text)) {
                    return constant;
                }
                known.add(name);
            }
            throw new IllegalArgumentException("\"" + text + "\" is not one of " + String.join(", ", known));
        });
    }

    /** The items of a list; no list is a problem, absence is an empty list. */
    public List<YamlValue> items(String key) {
        var entry = group.entries().get(key);
        if (entry == null) {
            return List.of();
        }
        return switch (entry.value()) {
            case YamlValue.Sequence sequence -> sequence.items();
            case YamlValue.Scalar s when s.absent() -> List.of();
            case YamlValue.Scalar s -> notAList(key, s);
            case YamlValue.Mapping m -> notAList(key, m);
        };
    }

    private List<YamlValue> notAList(String key, YamlValue found) {
        complain(key, "is " + found.kind() + "; expected a list: [a, b]");
        return List.of();
    }

    public @Nullable YamlValue value(String key) {
        var entry = group.entries().get(key);
        return entry == null ? null : entry.value();
    }
}
