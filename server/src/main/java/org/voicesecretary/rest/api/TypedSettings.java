package org.voicesecretary.rest.api;

import java.util.Set;
import org.voicesecretary.config.YamlValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Settings as JSON with the types of their schema: what is stored are texts alone. */
final class TypedSettings {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TypedSettings() {}

    /** @param hidden keys that are never shown, at any depth */
    static JsonNode of(YamlValue value, JsonNode schema, Set<String> hidden) {
        return switch (value) {
            case YamlValue.Scalar scalar -> scalar.absent() ? JSON.nullNode() : scalar(scalar.text(), schema);
            case YamlValue.Sequence list -> {
                ArrayNode items = JSON.arrayNode();
                JsonNode of = schema.path("items");
                list.items().forEach(item -> items.add(of(item, of, hidden)));
                yield items;
            }
            case YamlValue.Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach((key, entry) -> {
                    if (!hidden.contains(key)) {
                        JsonNode named = schema.path("properties").path(key);
                        object.set(
                                key,
                                of(
                                        entry.value(),
                                        named.isMissingNode() ? schema.path("additionalProperties") : named,
                                        hidden));
                    }
                });
                yield object;
            }
        };
    }

    private static JsonNode scalar(String text, JsonNode schema) {
        return switch (schema.path("type").asString("")) {
            case "integer" ->
                text.matches("-?[0-9]{1,18}") ? JSON.numberNode(Long.parseLong(text)) : JSON.stringNode(text);
            case "boolean" -> JSON.booleanNode(text.equals("true"));
            // A single value stands for a list of one.
            case "array" -> JSON.arrayNode().add(scalar(text, schema.path("items")));
            default -> JSON.stringNode(text);
        };
    }
}
