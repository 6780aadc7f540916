package org.voicesecretary.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fills records from layers: an environment variable wins over the file, the file over the defaults. A component
 * {@code publicAddress} of a record at {@code sip} is the key {@code sip.public-address}. Every problem is kept with its place
 * and the key then counts as its default, so that one run finds them all.
 */
final class RecordBinder {
    private final YamlValue.Mapping defaults;
    private final YamlValue.@Nullable Mapping written;
    private final Map<String, String> environment;
    private final String prefix;
    private final Path workingDirectory;
    private final Problems problems;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    RecordBinder(
            YamlValue.Mapping defaults,
            YamlValue.@Nullable Mapping written,
            Map<String, String> environment,
            String prefix,
            Path workingDirectory,
            Problems problems) {
        this.defaults = defaults;
        this.written = written;
        this.environment = environment;
        this.prefix = prefix;
        this.workingDirectory = workingDirectory;
        this.problems = problems;
    }

    /** @return null if a value could not be made; the problems say which */
    <R extends Record> @Nullable R bind(Class<R> type) {
        return record(type, "", defaults, written);
    }

    List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    static String variable(String prefix, String key) {
        return prefix + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    /** A record with a parser of its own is a value; every other record is a group of keys. */
    static boolean isGroup(Type type) {
        return type instanceof Class<?> c && c.isRecord() && !ValueParser.knows(c);
    }

    private <R extends Record> @Nullable R record(
            Class<R> type, String path, YamlValue.Mapping defaultGroup, YamlValue.@Nullable Mapping group) {
        RecordComponent[] components = type.getRecordComponents();
        if (group != null) {
            complainAboutUnknownKeys(components, path, group);
        }
        Object[] values = new Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            String key = key(components[i]);
            Object value = component(components[i], path + key, at(defaultGroup, key), at(group, key));
            complete &= value != null;
            if (value != null) {
                values[i] = value;
            }
        }
        return complete ? construct(type, components, values, path) : null;
    }

    private @Nullable Object component(
            RecordComponent component, String path, YamlValue.@Nullable Entry usual, YamlValue.@Nullable Entry given) {
        if (usual == null) {
            throw new IllegalStateException("the defaults file lacks " + path);
        }
        if (isGroup(component.getGenericType())) {
            YamlValue.Mapping group = null;
            if (given != null && given.value() instanceof YamlValue.Mapping mapping) {
                group = mapping;
            } else if (given != null && !(given.value() instanceof YamlValue.Scalar s && s.absent())) {
                problems.add(given.origin(), path + " is " + given.value().kind() + "; expected a group of keys");
            }
            if (!(usual.value() instanceof YamlValue.Mapping defaultGroup)) {
                throw new IllegalStateException("in the defaults file " + path + " is no group of keys");
            }
            return record(component.getType().asSubclass(Record.class), path + ".", defaultGroup, group);
        }
        Object fallback = value(component, path, usual.value(), new Origin.Default());
        String variable = variable(prefix, path);
        String text = environment.get(variable);
        if (text != null) {
            var origin = new Origin.Variable(variable);
            Object value =
                    value(component, path, ValueParser.fromVariable(text, component.getGenericType(), origin), origin);
            return value != null ? value : fallback;
        }
        if (given != null) {
            Object value = value(component, path, given.value(), given.origin());
            return value != null ? value : fallback;
        }
        return fallback;
    }

    private @Nullable Object value(RecordComponent component, String path, YamlValue raw, Origin origin) {
        try {
            Object value = new ValueParser(origin, workingDirectory).parse(component.getGenericType(), raw);
            within(component, value);
            settings.put(path, new Setting(path, ValueParser.print(value), origin));
            return value;
        } catch (IllegalArgumentException e) {
            problems.add(raw.origin(), path + ": " + e.getMessage());
            return null;
        }
    }

    private static void within(RecordComponent component, Object value) {
        Between between = component.getAnnotation(Between.class);
        if (between == null) {
            return;
        }
        Type type = component.getGenericType();
        if (ValueParser.compare(value, ValueParser.scalar(type, between.value()[0])) < 0
                || ValueParser.compare(value, ValueParser.scalar(type, between.value()[1])) > 0) {
            throw new IllegalArgumentException(ValueParser.print(value) + " is out of range; expected "
                    + between.value()[0] + " to " + between.value()[1]);
        }
    }

    private <R extends Record> R construct(Class<R> type, RecordComponent[] components, Object[] values, String path) {
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            R made = constructor.newInstance(values);
            if (made instanceof Checked checked) {
                checked.check((key, message) -> problems.add(originOf(path + key), message));
            }
            return made;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the record " + type.getSimpleName() + " refused its values", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the record " + type.getSimpleName() + " cannot be made", e);
        }
    }

    private Origin originOf(String path) {
        return Optional.ofNullable(settings.get(path)).map(Setting::origin).orElseGet(Origin.Default::new);
    }

    private void complainAboutUnknownKeys(RecordComponent[] components, String path, YamlValue.Mapping group) {
        List<String> known = Arrays.stream(components).map(RecordBinder::key).toList();
        for (var entry : group.entries().values()) {
            if (!known.contains(entry.key())) {
                problems.add(
                        entry.origin(),
                        "unknown key \"" + path + entry.key() + "\"" + Nearest.hint(entry.key(), known));
            }
        }
    }

    private static YamlValue.@Nullable Entry at(YamlValue.@Nullable Mapping group, String key) {
        return group == null ? null : group.entries().get(key);
    }

    /** All keys of a configuration record, in its order. */
    static List<String> keysOf(Class<?> type, String path) {
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (isGroup(component.getGenericType())) {
                keys.addAll(keysOf(component.getType(), path + key(component) + "."));
            } else {
                keys.add(path + key(component));
            }
        }
        return keys;
    }

    static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
