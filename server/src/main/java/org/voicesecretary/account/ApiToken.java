package org.voicesecretary.account;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a program shows to the API under {@code /api/}; the token itself is known to whoever got it, and its hash alone is kept.
 *
 * @param id names it in lists
 * @param name for people; may be empty
 * @param expiresAt null = never
 * @param lastUsed to the minute; null = never
 */
public record ApiToken(
        String id,
        long pbxId,
        String name,
        Set<ApiScope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsed) {
    public ApiToken {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(ApiScope scope) {
        return scopes.contains(ApiScope.ALL) || scopes.contains(scope);
    }
}
