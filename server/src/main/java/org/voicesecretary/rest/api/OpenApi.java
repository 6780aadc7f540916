package org.voicesecretary.rest.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.voicesecretary.account.ApiScope;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI 3.1 document, written from the operations themselves, and the page that shows it. */
final class OpenApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String version;
    private final Map<String, Schema> schemas;

    /** @param schemas what operations refer to by name */
    OpenApi(String version, Map<String, Schema> schemas) {
        this.version = version;
        this.schemas = schemas;
    }

    /** The operations that serve the document and its page. @param all of the API, these not included */
    static List<Operation> operations(OpenApi document, List<Operation> all) {
        List<Operation> own = List.of(
                Operation.of("GET", "/openapi.json", null, "getDocument", "This document.")
                        .gives(200, "OpenAPI 3.1.", Schema.any("The document.")),
                Operation.of("GET", "/", null, "getPage", "This document for people.")
                        .givesBytes("A page without scripts of others.", "text/html;charset=utf-8"));
        List<Operation> whole = new java.util.ArrayList<>(all);
        whole.addAll(own);
        ObjectNode written = document.write(whole);
        own.get(0).byAnybody(() -> Reply.ok(written));
        own.get(1).byAnybody(() -> Reply.bytes("text/html;charset=utf-8", page()));
        return own;
    }

    private static byte[] page() {
        try (InputStream in = OpenApi.class.getResourceAsStream("reference.html")) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: reference.html is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode write(List<Operation> operations) {
        ObjectNode document = JSON.objectNode();
        document.put("openapi", "3.1.1");
        ObjectNode info = document.putObject("info");
        info.put("title", "Voice Secretary");
        info.put("version", version);
        info.put(
                "description",
                "Errors are application/problem+json. GET answers have an ETag and heed If-None-Match; what can be changed heeds"
                        + " If-Match. A POST with an Idempotency-Key is carried out once, however often it comes within a day.");
        document.putArray("servers").addObject().put("url", Api.PREFIX);
        ObjectNode paths = document.putObject("paths");
        operations.forEach(operation -> paths.withObject("/" + escaped(operation.path()))
                .set(operation.verb().toLowerCase(java.util.Locale.ROOT), json(operation)));
        ObjectNode components = document.putObject("components");
        ObjectNode bearer = components.putObject("securitySchemes").putObject("token");
        bearer.put("type", "http");
        bearer.put("scheme", "bearer");
        bearer.put(
                "description",
                "Scopes: "
                        + String.join(
                                ", ",
                                Arrays.stream(ApiScope.values())
                                        .map(ApiScope::word)
                                        .toList()));
        ObjectNode named = components.putObject("schemas");
        schemas.forEach((name, schema) -> named.set(name, schema.json()));
        return document;
    }

    /** As a JSON pointer wants it. */
    private static String escaped(String path) {
        return path.replace("~", "~0").replace("/", "~1");
    }

    private static ObjectNode json(Operation operation) {
        ObjectNode json = JSON.objectNode();
        json.put("operationId", operation.id());
        json.put("summary", operation.summary());
        json.putArray("tags")
                .add(
                        operation.parts().getFirst().isEmpty()
                                ? "reference"
                                : operation.parts().getFirst());
        ArrayNode security = json.putArray("security");
        ApiScope scope = operation.scope();
        if (scope != null) {
            security.addObject().putArray("token").add(scope.word());
        }
        ArrayNode parameters = json.putArray("parameters");
        operation.pathParts().forEach((name, what) -> parameter(parameters, "path", name, Schema.text(what), true));
        operation.query().forEach((name, schema) -> parameter(parameters, "query", name, schema, false));
        if (operation.isConditional()) {
            parameter(parameters, "header", "If-Match", Schema.text("Only if its ETag is still this one."), false);
            parameter(parameters, "header", "If-None-Match", Schema.text("*: only if it is not there yet."), false);
        }
        if (operation.verb().equals("POST")) {
            parameter(
                    parameters,
                    "header",
                    "Idempotency-Key",
                    Schema.text("Any text of up to 255 characters, a fresh one for each request."),
                    false);
        }
        Schema body = operation.body();
        if (body != null) {
            ObjectNode request = json.putObject("requestBody");
            request.put("required", true);
            request.putObject("content").putObject(Reply.JSON).set("schema", body.json());
        }
        responses(operation, json.putObject("responses"));
        return json;
    }

    private static void responses(Operation operation, ObjectNode responses) {
        operation.answers().forEach((status, answer) -> {
            ObjectNode response = responses.putObject(String.valueOf(status));
            response.put("description", answer.description());
            if (!answer.contentType().isEmpty()) {
                ObjectNode content = response.putObject("content").putObject(answer.contentType());
                Schema shape = answer.shape();
                if (shape != null) {
                    content.set("schema", shape.json());
                }
            }
        });
        ObjectNode problem = responses.putObject("default");
        problem.put("description", "It was not done.");
        problem.putObject("content")
                .putObject("application/problem+json")
                .set("schema", Schema.ref("Problem").json());
    }

    private static void parameter(ArrayNode list, String in, String name, Schema schema, boolean required) {
        ObjectNode parameter = list.addObject();
        parameter.put("in", in);
        parameter.put("name", name);
        parameter.put("required", required);
        parameter.set("schema", schema.json());
    }
}
