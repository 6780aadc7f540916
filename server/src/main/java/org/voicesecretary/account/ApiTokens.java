package org.voicesecretary.account;

import static java.time.temporal.ChronoUnit.MILLIS;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/** The tokens of the API under {@code /api/}: made, found by what a request shows, ended. */
public final class ApiTokens {
    private static final String PREFIX = "vs_";
    private static final int BYTES = 32;
    private static final Duration USES_APART = Duration.ofMinutes(1);

    private final ApiTokenRepository repository;
    private final GroupCommitWriter writer;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param secret what requests show; it is nowhere else */
    public record Made(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Made[" + token + ", ***]";
        }
    }

    /** @param random a secure source */
    public ApiTokens(Database database, GroupCommitWriter writer, InstantSource clock, RandomGenerator random) {
        this.repository = new ApiTokenRepository(database);
        this.writer = writer;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes one, on the disk when this returns.
     *
     * @param lives null = until it is ended
     */
    public Made create(long pbxId, String name, Set<ApiScope> scopes, @Nullable Duration lives) {
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(BYTES));
        Instant now = clock.instant().truncatedTo(MILLIS);
        var token = new ApiToken(
                HexFormat.of().formatHex(bytes(6)),
                pbxId,
                name,
                scopes,
                now,
                lives == null ? null : now.plus(lives),
                null);
        writer.write(ApiTokenRepository.insert(token, hash(secret)));
        return new Made(token, secret);
    }

    /** The token that a request shows, and that is in force; its use is noted. */
    public Optional<ApiToken> find(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<ApiToken> found = repository
                .byHash(hash(secret))
                .filter(token -> token.expiresAt() == null || now.isBefore(token.expiresAt()));
        found.filter(token -> token.lastUsed() == null
                        || token.lastUsed().plus(USES_APART).isBefore(now))
                .ifPresent(
                        token -> writer.append("last use of an API token", ApiTokenRepository.used(token.id(), now)));
        return found;
    }

    public List<ApiToken> of(long pbxId) {
        return repository.of(pbxId);
    }

    /** @return false if there is none */
    public boolean end(long pbxId, String id) {
        if (of(pbxId).stream().noneMatch(token -> token.id().equals(id))) {
            return false;
        }
        writer.write(ApiTokenRepository.delete(pbxId, id));
        return true;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A plain hash is enough: nobody guesses 256 random bits. */
    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has to have", e);
        }
    }
}
