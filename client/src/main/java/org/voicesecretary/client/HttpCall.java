package org.voicesecretary.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.SignatureForm;
import org.voicesecretary.protocol.WebhookEvent;

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

    /** The first header of this name, however it is capitalised. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey() != null && header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }
}
