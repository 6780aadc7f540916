package org.voicesecretary.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.WebhookEvent;

/**
 * An informational event, ready to send: every attempt posts exactly these bytes.
 *
 * @param callNo names the call inside the database
 * @param event its name, such as {@code NOTIFY_END}
 * @param signature value of the {@code Signature} header; null = none
 * @param confidential the caller entered something that must not be kept, so what the script replies is not kept either: it
 *     may repeat it
 */
public record OutboxEvent(
        String callId,
        long callNo,
        long pbxId,
        String event,
        URI url,
        String contentType,
        String body,
        @Nullable String signature,
        boolean confidential) {

    /** Whose event it is. */
    public record Origin(long callNo, long pbxId, boolean confidential) {}

    /** @param endpoint where, in which form and with which key; its fallback is for questions only */
    public static OutboxEvent of(Origin origin, WebhookEndpoint endpoint, WebhookEvent event) {
        WebhookPost post = WebhookPost.of(endpoint.url(), endpoint, event);
        return new OutboxEvent(
                event.pbxCallId(),
                origin.callNo(),
                origin.pbxId(),
                event.type().name(),
                post.url(),
                post.body().contentType(),
                new String(post.body().bytes(), StandardCharsets.UTF_8), // both forms are UTF-8 text
                post.signature(),
                origin.confidential());
    }

    /** Events of one endpoint share its limits and its troubles. */
    String endpoint() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** The {@code webhook-id} of every attempt: unique among all servers that a script may hear of. */
    String messageId(long eventId) {
        return callId + "_" + eventId;
    }

    WebhookPost post() {
        return new WebhookPost(
                url, new FormBody(contentType, body.getBytes(StandardCharsets.UTF_8)), signature, Map.of());
    }
}
