package org.voicesecretary.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.YamlValue;

/** A setting while it is changed: keys and values as {@code account.yaml} writes them, groups inside groups. Nothing is checked here. */
public final class Document {
    private static final Origin HERE = new Origin.Key("the request");

    private final LinkedHashMap<String, YamlValue> values = new LinkedHashMap<>();

    /** A copy of {@code value}; empty if that is no group of keys. */
    static Document of(@Nullable YamlValue value) {
        var document = new Document();
        if (value instanceof YamlValue.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> document.values.put(key, entry.value()));
        }
        return document;
    }

    public Optional<String> text(String key) {
        return values.get(key) instanceof YamlValue.Scalar scalar && !scalar.absent()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    /** The values of a list; empty where there is none. */
    public List<String> texts(String key) {
        return values.get(key) instanceof YamlValue.Sequence list
                ? list.items().stream()
                        .flatMap(item -> item instanceof YamlValue.Scalar scalar && !scalar.absent()
                                ? Stream.of(scalar.text())
                                : Stream.of())
                        .toList()
                : List.of();
    }

    /** The groups of a list. */
    public List<Document> groups(String key) {
        return values.get(key) instanceof YamlValue.Sequence list
                ? list.items().stream().map(Document::of).toList()
                : List.of();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public Document set(String key, String value) {
        values.put(key, scalar(value));
        return this;
    }

    public Document set(String key, List<String> list) {
        values.put(
                key,
                new YamlValue.Sequence(
                        HERE, list.stream().<YamlValue>map(Document::scalar).toList()));
        return this;
    }

    /** A list of groups. */
    public Document groups(String key, List<Document> list) {
        values.put(
                key,
                new YamlValue.Sequence(
                        HERE, list.stream().<YamlValue>map(Document::yaml).toList()));
        return this;
    }

    public Document remove(String key) {
        values.remove(key);
        return this;
    }

    /** A copy of the group of a key; put it back by {@link #set(String, Document)}. */
    public Document group(String key) {
        return of(values.get(key));
    }

    public Document set(String key, Document group) {
        values.put(key, group.yaml());
        return this;
    }

    YamlValue.Mapping yaml() {
        var entries = new LinkedHashMap<String, YamlValue.Entry>();
        values.forEach((key, value) -> entries.put(key, new YamlValue.Entry(key, HERE, value)));
        return new YamlValue.Mapping(HERE, entries);
    }

    private static YamlValue scalar(String text) {
        return new YamlValue.Scalar(HERE, text, false);
    }
}
