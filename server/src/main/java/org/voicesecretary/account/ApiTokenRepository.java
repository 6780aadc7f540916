package org.voicesecretary.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.WriteUnit;

/** The table of tokens. */
final class ApiTokenRepository {
    private final Database database;

    ApiTokenRepository(Database database) {
        this.database = database;
    }

    Optional<ApiToken> byHash(String hash) {
        return database.read(h -> h.createQuery("SELECT * FROM api_tokens WHERE hash = ?")
                .bind(0, hash)
                .map((rs, ctx) -> token(rs))
                .findOne());
    }

    /** The oldest first. */
    List<ApiToken> of(long pbxId) {
        return database.read(
                h -> h.createQuery("SELECT * FROM api_tokens WHERE pbx_id = ? ORDER BY created_at, token_id")
                        .bind(0, pbxId)
                        .map((rs, ctx) -> token(rs))
                        .list());
    }

    static WriteUnit insert(ApiToken token, String hash) {
        return writing -> writing.execute(
                "INSERT INTO api_tokens (token_id, pbx_id, name, hash, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                token.pbxId(),
                token.name(),
                hash,
                token.scopes().stream().map(ApiScope::word).sorted().collect(Collectors.joining(" ")),
                token.createdAt().toEpochMilli(),
                token.expiresAt() == null ? null : token.expiresAt().toEpochMilli());
    }

    static WriteUnit delete(long pbxId, String id) {
        return writing -> {
            writing.execute("DELETE FROM api_replies WHERE token_id = ?", id);
            writing.execute("DELETE FROM api_tokens WHERE pbx_id = ? AND token_id = ?", pbxId, id);
        };
    }

    static WriteUnit used(String id, Instant at) {
        return writing ->
                writing.execute("UPDATE api_tokens SET last_used_at = ? WHERE token_id = ?", at.toEpochMilli(), id);
    }

    private static ApiToken token(ResultSet rs) throws SQLException {
        Set<ApiScope> scopes = Arrays.stream(rs.getString("scopes").split(" "))
                .flatMap(word -> ApiScope.of(word).stream())
                .collect(Collectors.toSet());
        return new ApiToken(
                rs.getString("token_id"),
                rs.getLong("pbx_id"),
                rs.getString("name"),
                scopes,
                Instant.ofEpochMilli(rs.getLong("created_at")),
                instant(rs, "expires_at"),
                instant(rs, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        long millis = rs.getLong(column);
        return rs.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
