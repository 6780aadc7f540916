package org.voicesecretary.webhook;

import java.net.URI;
import org.jspecify.annotations.Nullable;

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
        @Nullable String signature) {}
