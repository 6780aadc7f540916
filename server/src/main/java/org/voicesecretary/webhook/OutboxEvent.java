package org.voicesecretary.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.WebhookEvent;

/**
 * An informational event, ready to send: every attempt posts exactly these bytes.
 *
 * @param event its name, such as {@code NOTIFY_END}
 * @param signature value of the {@code Signature} header; null = none
 */
public record OutboxEvent(
        String callId,
        long pbxId,
        String event,
        URI url,
        String contentType,
        String body,
        @Nullable String signature) {

    /** @param endpoint where, in which form and with which key; its fallback is for questions only */
    public static OutboxEvent of(long pbxId, WebhookEndpoint endpoint, WebhookEvent event) {
        WebhookPost post = WebhookPost.of(endpoint.url(), endpoint, event);
        return new OutboxEvent(
                event.pbxCallId(),
                pbxId,
                event.type().name(),
                post.url(),
                post.body().contentType(),
                new String(post.body().bytes(), StandardCharsets.UTF_8), // both forms are UTF-8 text
                post.signature());
    }

    WebhookPost post() {
        return new WebhookPost(url, new FormBody(contentType, body.getBytes(StandardCharsets.UTF_8)), signature);
    }
}
