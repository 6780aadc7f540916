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
        problems.add(origin(key), path(key) + ": " + message);
    }

    /** Null if absent, or nothing or not one value (which are problems: nothing may stand for a forgotten line). */
    public @Nullable String text(String key) {
        var entry = group.entries().get(key);
        if (entry == null) {
            return null;
        }
        if (isNull(key)) {
            complain(key, "is empty; expected a value, or leave the key out");
            return null;
        }
        if (!(entry.value() instanceof YamlValue.Scalar scalar)) {
            complain(key, "is " + entry.value().kind() + "; expected one value");
            return null;
        }
        return scalar.text();
    }

    /** As {@link #text}; its absence is a problem. */
    public @Nullable String required(String key) {
        String text = text(key);
        if (text == null && !(group == EMPTY)) {
            if (!has(key)) {
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

    /** The items of a list; no list is a problem, absence of the key is an empty list. */
    public List<YamlValue> items(String key) {
        var entry = group.entries().get(key);
        if (entry == null) {
            return List.of();
        }
        return switch (entry.value()) {
            case YamlValue.Sequence sequence -> sequence.items();
            case YamlValue.Scalar s
            when s.absent() -> {
                complain(key, "is empty; expected a list, [] for none");
                yield List.of();
            }
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

    /** The values of a list of single values, as {@code parser} reads them; what it complains of is left out. */
    public <T> List<T> values(String key, Function<String, T> parser) {
        List<T> found = new ArrayList<>();
        for (YamlValue item : items(key)) {
            if (!(item instanceof YamlValue.Scalar scalar) || scalar.absent()) {
                problems.add(item.origin(), path(key) + " has " + item.kind() + "; expected single values");
                continue;
            }
            try {
                found.add(parser.apply(scalar.text()));
            } catch (IllegalArgumentException e) {
                problems.add(item.origin(), path(key) + ": " + e.getMessage());
            }
        }
        return found;
    }

    /** {@code true} or {@code false}; {@code usual} where the key is absent. */
    public boolean flag(String key, boolean usual) {
        Boolean value = parsed(key, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        });
        return value == null ? usual : value;
    }

    /** A whole number; {@code usual} where the key is absent. */
    public int whole(String key, int least, int most, int usual) {
        Integer value = parsed(key, text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is out of range; expected a whole number, " + least + " to " + most);
            }
            return Integer.parseInt(text);
        });
        return value == null ? usual : value;
    }

    /** The name of a key in messages. */
    public String path(String key) {
        return (path.equals(TOP) ? "" : path + ".") + key;
    }
}
