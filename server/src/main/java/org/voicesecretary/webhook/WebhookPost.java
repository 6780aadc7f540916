package org.voicesecretary.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.StandardWebhook;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.protocol.WebhookSecret;

/**
 * One event as it is posted; a retry posts the same bytes. No signature where the account has no secret.
 *
 * @param stamp the headers of {@link StandardWebhook}, made for each attempt
 */
public record WebhookPost(URI url, FormBody body, @Nullable String signature, Map<String, String> stamp) {

    public WebhookPost {
        stamp = Map.copyOf(stamp);
    }

    /** @param id the same for every attempt */
    WebhookPost stamped(String id, Instant at, List<WebhookSecret> secrets) {
        return new WebhookPost(url, body, signature, StandardWebhook.headers(id, at, body.bytes(), secrets));
    }

    public static WebhookPost of(URI url, WebhookEndpoint endpoint, WebhookEvent event) {
        List<FormField> fields = event.fields();
        FormBody body = switch (endpoint.body()) {
            case URLENCODED -> FormBody.urlencoded(fields);
            case MULTIPART -> FormBody.multipart(fields);
        };
        String secret = endpoint.secret();
        String signature = secret == null || secret.isEmpty()
                ? null
                : Signature.sign(secret, event.signedString(), endpoint.signature());
        return new WebhookPost(url, body, signature, Map.of());
    }
}
