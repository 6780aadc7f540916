package org.voicesecretary.webhook;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.WebhookEvent;

/** One event as it is posted; a retry posts the same bytes. No signature where the account has no secret. */
public record WebhookPost(URI url, FormBody body, @Nullable String signature) {

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
        return new WebhookPost(url, body, signature);
    }
}
