package org.voicesecretary.webhook;

import java.util.List;
import org.voicesecretary.protocol.WebhookSecret;

/** What the requests of an account are signed with, beside {@code Signature}. */
@FunctionalInterface
public interface SigningKeys {
    /** All that its scripts may have, the newest first; must not block. */
    List<WebhookSecret> of(long pbxId);

    /** Requests say who they are and when they were made, but prove nothing. */
    static SigningKeys none() {
        return pbxId -> List.of();
    }
}
