package org.voicesecretary.rest.api;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request comes to.
 *
 * @param location where what was made is; null = nothing was made
 */
record Reply(
        int status,
        String contentType,
        byte[] body,
        @Nullable String location) {
    static final String JSON = "application/json";

    static Reply ok(JsonNode json) {
        return json(200, json);
    }

    static Reply json(int status, JsonNode json) {
        return new Reply(status, JSON, json.toString().getBytes(StandardCharsets.UTF_8), null);
    }

    static Reply created(String location, JsonNode json) {
        return new Reply(201, JSON, json.toString().getBytes(StandardCharsets.UTF_8), location);
    }

    static Reply nothing() {
        return new Reply(204, "", new byte[0], null);
    }

    static Reply bytes(String contentType, byte[] bytes) {
        return new Reply(200, contentType, bytes, null);
    }
}
