package org.voicesecretary.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 into {@link YamlValue}s. Broken YAML, keys given twice and monstrous nesting become problems with a line. */
public final class YamlFile {
    private static final long MAX_BYTES = 2L << 20;
    /** Of stored text, in which a file of that size may stand as one quoted value. */
    private static final int MAX_CHARACTERS = 16 << 20;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_VALUES = 200_000;

    private final String name;
    private final IntFunction<Origin> lines;
    private final Problems problems;
    private int values;

    private YamlFile(String name, IntFunction<Origin> lines, Problems problems) {
        this.name = name;
        this.lines = lines;
        this.problems = problems;
    }

    /**
     * The top-level mapping of {@code file}, empty for an empty file.
     *
     * @param name what to call the file in problems
     * @return null if the file could not be read or is no YAML mapping; {@code problems} says why
     */
    public static YamlValue.@Nullable Mapping read(Path file, String name, Problems problems) {
        var start = new Origin.Line(file, name, 1);
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.add(start, "the file has " + Files.size(file) + " bytes; at most " + MAX_BYTES + " are read");
                return null;
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            problems.add(start, "there is no such file: " + file.toAbsolutePath());
            return null;
        } catch (CharacterCodingException e) {
            problems.add(start, "the file is not UTF-8 text; save it as UTF-8");
            return null;
        } catch (IOException e) {
            problems.add(start, "the file cannot be read: " + e);
            return null;
        }
        return parse(text, file, name, problems);
    }

    /** As {@link #read}, from text. */
    public static YamlValue.@Nullable Mapping parse(String text, Path file, String name, Problems problems) {
        return new YamlFile(name, line -> new Origin.Line(file, name, line), problems).topLevel(text);
    }

    /** As {@link #parse(String, Path, String, Problems)}, of text that was never lines of a file: all of it is at {@code place}. */
    public static YamlValue.@Nullable Mapping parse(String text, Origin place, Problems problems) {
        return new YamlFile(place.toString(), line -> place, problems).topLevel(text);
    }

    private YamlValue.@Nullable Mapping topLevel(String text) {
        YamlValue top;
        try {
            var settings = LoadSettings.builder()
                    .setLabel(name)
                    .setUseMarks(true)
                    .setCodePointLimit(MAX_CHARACTERS)
                    .build();
            var root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                return new YamlValue.Mapping(line(1), new LinkedHashMap<>());
            }
            top = value(root.get(), 0);
        } catch (MarkedYamlEngineException e) {
            int at = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(m -> m.getLine() + 1)
                    .orElse(1);
            problems.add(line(at), "this is no valid YAML: " + e.getProblem());
            return null;
        } catch (YamlEngineException e) {
            problems.add(line(1), "this is no valid YAML: " + e.getMessage());
            return null;
        } catch (StackOverflowError e) {
            // The YAML library recurses for each level; only a file made to break it nests thousands of them.
            problems.add(line(1), "this is no valid YAML: nested deeper than " + MAX_DEPTH + " levels");
            return null;
        }
        return switch (top) {
            case YamlValue.Mapping mapping -> mapping;
            case YamlValue.Scalar s when s.absent() -> new YamlValue.Mapping(s.origin(), new LinkedHashMap<>());
            case YamlValue.Scalar s -> notKeys(s);
            case YamlValue.Sequence s -> notKeys(s);
        };
    }

    private YamlValue.@Nullable Mapping notKeys(YamlValue found) {
        problems.add(found.origin(), "expected keys with values (key: value), found " + found.kind());
        return null;
    }

    private YamlValue value(Node node, int depth) {
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            // Aliases can make a small file endless.
            throw new YamlEngineException("nested deeper than " + MAX_DEPTH + " levels or more than " + MAX_VALUES
                    + " values, aliases counted each time");
        }
        return switch (node) {
            case ScalarNode scalar ->
                new YamlValue.Scalar(
                        origin(node), scalar.getValue(), scalar.getTag().equals(Tag.NULL));
            case SequenceNode sequence -> {
                List<YamlValue> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(value(item, depth + 1));
                }
                yield new YamlValue.Sequence(origin(node), List.copyOf(items));
            }
            case MappingNode mapping -> mapping(mapping, depth);
            default -> throw new YamlEngineException("unexpected node " + node.getNodeType());
        };
    }

    private YamlValue.Mapping mapping(MappingNode mapping, int depth) {
        var entries = new LinkedHashMap<String, YamlValue.Entry>();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(origin(tuple.getKeyNode()), "a key must be plain text");
                continue;
            }
            String key = keyNode.getValue();
            var entry = new YamlValue.Entry(key, origin(keyNode), value(tuple.getValueNode(), depth + 1));
            var earlier = entries.putIfAbsent(key, entry);
            if (earlier != null) {
                problems.add(entry.origin(), "\"" + key + "\" is given twice; the first is at " + earlier.origin());
            }
        }
        return new YamlValue.Mapping(origin(mapping), entries);
    }

    private Origin origin(Node node) {
        return line(node.getStartMark().map(m -> m.getLine() + 1).orElse(1));
    }

    private Origin line(int number) {
        return lines.apply(number);
    }
}
