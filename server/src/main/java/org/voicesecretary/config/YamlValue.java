package org.voicesecretary.config;

import java.util.List;
import java.util.SequencedMap;

/** A piece of a YAML file that still knows its line. Scalars stay text: what they mean is the reader's business. */
public sealed interface YamlValue {
    Origin origin();

    /** @param absent true for {@code null}, {@code ~} and nothing at all */
    record Scalar(Origin origin, String text, boolean absent) implements YamlValue {}

    record Sequence(Origin origin, List<YamlValue> items) implements YamlValue {}

    /** @param entries in the order of the file */
    record Mapping(Origin origin, SequencedMap<String, Entry> entries) implements YamlValue {}

    /** @param origin where the key stands */
    record Entry(String key, Origin origin, YamlValue value) {}

    /** What this is, for a sentence: "expected a list, found a mapping". */
    default String kind() {
        return switch (this) {
            case Scalar s -> s.absent() ? "nothing" : "\"" + s.text() + "\"";
            case Sequence ignored -> "a list";
            case Mapping ignored -> "a group of keys";
        };
    }
}
