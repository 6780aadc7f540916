package org.voicesecretary.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.voicesecretary.protocol.Reply;

/** What to send back. */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    /** 200 with the instructions as JSON. */
    public static HttpAnswer of(Reply reply) {
        return new HttpAnswer(
                200,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                reply.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** Plain text. */
    public static HttpAnswer text(int status, String text) {
        return new HttpAnswer(
                status, Map.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
