package org.voicesecretary.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns one YAML value into the type of a record component. Complains by IllegalArgumentException, in a sentence. */
final class ValueParser {
    private static final Map<Class<?>, Function<String, Object>> SCALARS = Map.of(
            String.class, text -> text,
            int.class, ValueParser::integer,
            boolean.class, ValueParser::yesOrNo,
            Duration.class, Units::duration,
            ByteSize.class, ByteSize::parse,
            PortRange.class, PortRange::parse,
            HostPort.class, HostPort::parse,
            SipListen.class, SipListen::parse,
            Secret.class, Secret::new);

    private final Origin origin;
    private final Path workingDirectory;

    ValueParser(Origin origin, Path workingDirectory) {
        this.origin = origin;
        this.workingDirectory = workingDirectory;
    }

    static boolean knows(Class<?> type) {
        return SCALARS.containsKey(type);
    }

    Object parse(Type type, YamlValue raw) {
        if (type instanceof ParameterizedType parameterized) {
            Type first = parameterized.getActualTypeArguments()[0];
            if (parameterized.getRawType() == Optional.class) {
                return raw instanceof YamlValue.Scalar s
                                && (s.absent() || s.text().isBlank())
                        ? Optional.empty()
                        : Optional.of(parse(first, raw));
            }
            return parameterized.getRawType() == List.class
                    ? list(first, raw)
                    : map(parameterized.getActualTypeArguments()[1], raw);
        }
        if (!(raw instanceof YamlValue.Scalar scalar)) {
            throw new IllegalArgumentException("expected one value, found " + raw.kind());
        }
        if (scalar.absent()) {
            throw new IllegalArgumentException("a value is missing; remove the key to use the default");
        }
        return type == Path.class ? path(scalar.text()) : scalar(type, scalar.text());
    }

    static Object scalar(Type type, String text) {
        Function<String, Object> parser = SCALARS.get(type);
        if (parser != null) {
            return parser.apply(text);
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return constant(c, text);
        }
        throw new IllegalStateException("no parser for " + type);
    }

    private List<Object> list(Type element, YamlValue raw) {
        List<YamlValue> items = switch (raw) {
            case YamlValue.Sequence sequence -> sequence.items();
            case YamlValue.Scalar s -> s.absent() ? List.of() : List.of(s);
            case YamlValue.Mapping m -> throw new IllegalArgumentException("expected a list, found " + m.kind());
        };
        List<Object> values = new ArrayList<>();
        for (YamlValue item : items) {
            values.add(parse(element, item));
        }
        return List.copyOf(values);
    }

    private Map<String, Object> map(Type element, YamlValue raw) {
        var values = new LinkedHashMap<String, Object>();
        switch (raw) {
            case YamlValue.Mapping mapping ->
                mapping.entries().forEach((key, entry) -> values.put(key, parse(element, entry.value())));
            case YamlValue.Scalar s
            when s.absent() -> {
                return values;
            }
            case YamlValue.Scalar s ->
                throw new IllegalArgumentException("expected a group of keys, found " + s.kind());
            case YamlValue.Sequence s ->
                throw new IllegalArgumentException("expected a group of keys, found " + s.kind());
        }
        return java.util.Collections.unmodifiableMap(values);
    }

    /** A path in a file is relative to that file, every other to the working directory. */
    private Path path(String text) {
        Path base = workingDirectory;
        if (origin instanceof Origin.Line line && line.file().toAbsolutePath().getParent() != null) {
            base = line.file().toAbsolutePath().getParent();
        }
        try {
            return base.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no path: " + e.getReason(), e);
        }
    }

    /** Lists are written {@code a,b}, groups {@code key=a,other=b}. */
    static YamlValue fromVariable(String text, Type type, Origin origin) {
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() != Optional.class) {
            List<String> parts = Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(p -> !p.isEmpty())
                    .toList();
            if (parameterized.getRawType() == List.class) {
                return new YamlValue.Sequence(
                        origin, parts.stream().map(p -> scalarValue(origin, p)).toList());
            }
            SequencedMap<String, YamlValue.Entry> entries = new LinkedHashMap<>();
            for (String part : parts) {
                int equals = part.indexOf('=');
                String key = equals < 0 ? part : part.substring(0, equals).strip();
                String value = equals < 0 ? "" : part.substring(equals + 1).strip();
                entries.put(key, new YamlValue.Entry(key, origin, scalarValue(origin, value)));
            }
            return new YamlValue.Mapping(origin, entries);
        }
        return scalarValue(origin, text);
    }

    private static YamlValue scalarValue(Origin origin, String text) {
        return new YamlValue.Scalar(origin, text, false);
    }

    /** As it may be shown and, for scalars, read again. */
    static String print(Object value) {
        return switch (value) {
            case Duration d -> Units.text(d);
            case Enum<?> e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case Optional<?> o -> o.map(ValueParser::print).orElse("");
            case List<?> l -> l.stream().map(ValueParser::print).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> m ->
                m.entrySet().stream()
                        .map(e -> e.getKey() + ": " + print(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    static int compare(Object a, Object b) {
        return switch (a) {
            case Duration d -> d.compareTo((Duration) b);
            case ByteSize s -> s.compareTo((ByteSize) b);
            case Integer i -> i.compareTo((Integer) b);
            default -> throw new IllegalStateException("no order for " + a.getClass());
        };
    }

    private static Object integer(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number", e);
        }
    }

    private static Object yesOrNo(String text) {
        return switch (text.strip()) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        List<String> known = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = print(constant);
            if (name.equalsIgnoreCase(text.strip())) {
                return constant;
            }
            known.add(name);
        }
        throw new IllegalArgumentException("\"" + text + "\" is not one of " + String.join(", ", known));
    }
}
