package org.voicesecretary.protocol.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers of the REST API: fields that a record does not know are left out, strings stand for numbers and flags, as is usual there. */
public final class RestJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RestJson() {}

    /** What every answer has. */
    public record Envelope(
            @Nullable String status, @Nullable String message) {}

    /** @throws IllegalArgumentException if the text is not that */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "answer is no %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage()), e);
        }
    }
}
