package org.voicesecretary.account;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Secret;

/**
 * What a program calls the REST API with.
 *
 * @param key names it, in the open
 * @param secret signs the requests
 * @param name for people; may be empty
 * @param lastUsed to the minute; null = never
 */
public record ApiKey(
        long pbxId,
        String key,
        Secret secret,
        Role role,
        String name,
        @Nullable Instant lastUsed) {
    /** What a key may do. */
    public enum Role {
        /** Everything. */
        FULL,
        /** Whatever changes nothing and calls nobody. */
        READ,
        /** Statistics only. */
        STATISTICS;

        /** As people write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The key of the account itself, which its webhooks are signed by as well; null where it has no secret. */
    static @Nullable ApiKey of(Account account) {
        Secret secret = account.secret();
        return secret == null ? null : new ApiKey(account.pbxId(), account.key(), secret, Role.FULL, "account", null);
    }
}
