package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API as a strict client sees it: every request must be of the document, and every answer what the document says of it. */
final class ApiContract implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final String server;
    private final String token;
    private final JsonNode document;
    private final Set<String> seen = new TreeSet<>();

    /** An answer that has been held against the document. */
    record Answer(int status, JsonNode json, HttpResponse<byte[]> response) {
        String etag() {
            return response.headers().firstValue("ETag").orElseThrow();
        }
    }

    ApiContract(int port, String token) throws IOException, InterruptedException {
        this.server = "http://127.0.0.1:" + port;
        this.token = token;
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(server + "/api/openapi.json")).build(),
                HttpResponse.BodyHandlers.ofString());
        this.document = MAPPER.readTree(answer.body());
    }

    JsonNode document() {
        return document;
    }

    /** Every operation and each of its successes, as {@code listCalls 200}. */
    Set<String> documented() {
        Set<String> all = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .path("responses")
                                .propertyNames()
                                .forEach(status -> {
                                    if (!status.equals("default")) {
                                        all.add(operation
                                                        .getValue()
                                                        .path("operationId")
                                                        .stringValue() + " " + status);
                                    }
                                })));
        return all;
    }

    /** What of {@link #documented} was answered so far. */
    Set<String> seen() {
        return seen;
    }

    /** Without looking at the document. */
    HttpResponse<byte[]> raw(String verb, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(server + "/api" + path))
                .method(
                        verb,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** With the token; the answer must be what the document says. */
    Answer send(String verb, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Authorization")) {
            all.addAll(List.of("Authorization", "Bearer " + token));
        }
        if (body != null && !all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return check(verb, path, raw(verb, path, body, all.toArray(String[]::new)));
    }

    private Answer check(String verb, String path, HttpResponse<byte[]> response) {
        JsonNode operation = operation(verb, path)
                .orElseThrow(() -> new AssertionError(verb + " " + path + " is not in the document"));
        String id = operation.path("operationId").stringValue();
        String status = String.valueOf(response.statusCode());
        JsonNode responses = operation.path("responses");
        if (response.statusCode() == 304) {
            return new Answer(304, MAPPER.nullNode(), response);
        }
        boolean said = responses.has(status);
        assertThat(said || response.statusCode() >= 400)
                .as("%s answers %s, which is documented", id, status)
                .isTrue();
        JsonNode content = responses.path(said ? status : "default").path("content");
        if (content.isMissingNode()) {
            assertThat(response.body()).as("%s %s has no body", id, status).isEmpty();
            seen.add(id + " " + status);
            return new Answer(response.statusCode(), MAPPER.nullNode(), response);
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        assertThat(content.propertyNames())
                .as("%s %s is of a documented type", id, status)
                .contains(type);
        JsonNode json = MAPPER.nullNode();
        if (type.contains("json")) {
            json = MAPPER.readTree(new String(response.body(), StandardCharsets.UTF_8));
            assertThat(schema(content.path(type).path("schema")).validate(json))
                    .as("%s %s is as documented: %s", id, status, json)
                    .isEmpty();
        }
        seen.add(id + " " + status);
        return new Answer(response.statusCode(), json, response);
    }

    /** With what it refers to. */
    private Schema schema(JsonNode schema) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", document.path("components"));
        return registry.getSchema(whole);
    }

    private Optional<JsonNode> operation(String verb, String path) {
        String[] parts = path.replaceFirst("\\?.*", "").split("/", -1);
        JsonNode best = null;
        int variables = Integer.MAX_VALUE;
        for (var each : document.path("paths").properties()) {
            String[] template = each.getKey().split("/", -1);
            JsonNode operation = each.getValue().path(verb.toLowerCase(Locale.ROOT));
            int free = (int) java.util.Arrays.stream(template)
                    .filter(part -> part.startsWith("{"))
                    .count();
            if (matches(template, parts) && !operation.isMissingNode() && free < variables) {
                best = operation;
                variables = free;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean matches(String[] template, String[] parts) {
        if (template.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!template[i].startsWith("{") && !template[i].equals(parts[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        http.close();
    }
}
