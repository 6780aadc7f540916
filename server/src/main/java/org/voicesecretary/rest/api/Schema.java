package org.voicesecretary.rest.api;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The shape of a piece of JSON, as JSON Schema 2020-12 writes it. Objects have the fields that are named, and no others. */
final class Schema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode node = JSON.objectNode();

    private Schema() {}

    private static Schema type(String type, String description) {
        var schema = new Schema();
        schema.node.put("type", type);
        schema.node.put("description", description);
        return schema;
    }

    static Schema text(String description) {
        return type("string", description);
    }

    static Schema time(String description) {
        Schema schema = text(description);
        schema.node.put("format", "date-time");
        return schema;
    }

    static Schema integer(String description) {
        return type("integer", description);
    }

    static Schema flag(String description) {
        return type("boolean", description);
    }

    static Schema object(String description) {
        Schema schema = type("object", description);
        schema.node.set("properties", JSON.objectNode());
        schema.node.put("additionalProperties", false);
        return schema;
    }

    /** An object whose keys are data. */
    static Schema map(String description, Schema values) {
        Schema schema = type("object", description);
        schema.node.set("additionalProperties", values.node);
        return schema;
    }

    static Schema list(String description, Schema items) {
        Schema schema = type("array", description);
        schema.node.set("items", items.node);
        return schema;
    }

    /** Anything. */
    static Schema any(String description) {
        var schema = new Schema();
        schema.node.put("description", description);
        return schema;
    }

    /** One that the document names. */
    static Schema ref(String name) {
        var schema = new Schema();
        schema.node.put("$ref", "#/components/schemas/" + name);
        return schema;
    }

    Schema oneOf(List<String> values) {
        ArrayNode list = node.putArray("enum");
        values.forEach(list::add);
        return this;
    }

    Schema between(int least, int most) {
        node.put("minimum", least);
        node.put("maximum", most);
        return this;
    }

    Schema pattern(String regex) {
        node.put("pattern", regex);
        return this;
    }

    Schema orNull() {
        ArrayNode types = JSON.arrayNode();
        types.add(node.get("type"));
        types.add("null");
        node.set("type", types);
        return this;
    }

    /** A field that is always there. */
    Schema field(String name, Schema shape) {
        maybe(name, shape);
        node.withArray("required").add(name);
        return this;
    }

    /** A field that may be left out. */
    Schema maybe(String name, Schema shape) {
        node.withObject("properties").set(name, shape.node);
        return this;
    }

    JsonNode json() {
        return node;
    }
}
