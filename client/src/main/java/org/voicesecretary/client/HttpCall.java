package org.voicesecretary.client;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.protocol.StandardWebhook;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.protocol.WebhookSecret;

/**
 * An HTTP request as any server has it.
 *
 * @param headers by name, in any capitalisation
 * @param query behind the question mark, undecoded; null or empty where there is none
 */
public record HttpCall(
        String method,
        Map<String, List<String>> headers,
        @Nullable String query,
        byte[] body) {

    /** The request that brings an event, signed if there is a secret: what a test of a script sends. */
    public static HttpCall of(WebhookEvent event, @Nullable String secret) {
        FormBody form = FormBody.urlencoded(event.fields());
        Map<String, List<String>> headers = secret == null
                ? Map.of("Content-Type", List.of(form.contentType()))
                : Map.of(
                        "Content-Type",
                        List.of(form.contentType()),
                        Signature.HEADER,
                        List.of(Signature.sign(secret, event, SignatureForm.HEX)));
        return new HttpCall("POST", headers, null, form.bytes());
    }

    /** The same with the headers of Standard Webhooks, as the server would send it at that time. */
    public HttpCall stamped(String id, Instant at, WebhookSecret... secrets) {
        Map<String, List<String>> more = new HashMap<>(headers);
        StandardWebhook.headers(id, at, body, List.of(secrets))
                .forEach((name, value) -> more.put(name, List.of(value)));
        return new HttpCall(method, more, query, body);
    }

    /** What is the same for every attempt to bring this message, so that a script can tell what it has had before. */
    public Optional<String> messageId() {
        return header(StandardWebhook.ID);
    }

    /** The first header of this name, however it is capitalised. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey() != null && header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }
}
