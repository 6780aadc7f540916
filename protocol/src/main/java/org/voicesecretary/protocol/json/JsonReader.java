package org.voicesecretary.protocol.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads one JSON value from the start of a text, to the letter or with the slips that people and templates make. */
final class JsonReader {
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxStringLength(ReplyParser.MAX_BYTES)
            .maxNameLength(ReplyParser.MAX_BYTES)
            .maxNumberLength(ReplyParser.MAX_BYTES)
            .maxTokenCount(10_000)
            .build();

    private static final JsonReader STRICT =
            new JsonReader(JsonFactory.builder().streamReadConstraints(LIMITS).build());

    private static final JsonReader LOOSE = new JsonReader(JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .build());

    private final JsonFactory factory;

    private JsonReader(JsonFactory factory) {
        this.factory = factory;
    }

    static JsonReader strict() {
        return STRICT;
    }

    static JsonReader loose() {
        return LOOSE;
    }

    /** A value and where it ended in the text. */
    record Value(Json json, int end) {}

    /** The value that the text begins with; nothing where it is none, is cut off, or goes beyond the limits. */
    Optional<Value> read(String text) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Json json = value(parser);
            parser.finishToken();
            return Optional.of(new Value(json, (int) parser.currentLocation().getCharOffset()));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Json value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Json> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield new Json.Arr(List.copyOf(items));
            }
            case VALUE_STRING -> new Json.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Null();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("JSON token %s cannot begin a value".formatted(token));
        };
    }

    private static Json object(JsonParser parser) {
        var values = new LinkedHashMap<String, Json>();
        var duplicates = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (values.put(key, value(parser)) != null && !duplicates.contains(key)) {
                duplicates.add(key);
            }
        }
        var members = new ArrayList<Json.Member>();
        values.forEach((key, value) -> members.add(new Json.Member(key, value)));
        return new Json.Obj(List.copyOf(members), List.copyOf(duplicates));
    }
}
