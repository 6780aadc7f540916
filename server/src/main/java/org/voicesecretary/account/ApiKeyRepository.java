package org.voicesecretary.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Secret;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.SealedColumn;
import org.voicesecretary.storage.Writing;

/** The tables of the REST API's keys. */
final class ApiKeyRepository {
    private final Database database;

    ApiKeyRepository(Database database) {
        this.database = database;
    }

    /** Those of all accounts, without the accounts' own, and without their last use. */
    List<ApiKey> all() {
        return database.read(h -> all(h, Map.of()));
    }

    /** With their last use, the account's own first. */
    List<ApiKey> of(Account account) {
        return database.read(h -> {
            Map<String, Instant> uses = uses(h);
            List<ApiKey> keys = new ArrayList<>();
            ApiKey own = ApiKey.of(account);
            if (own != null) {
                keys.add(with(own, uses.get(own.key())));
            }
            all(h, uses).stream().filter(key -> key.pbxId() == account.pbxId()).forEach(keys::add);
            return keys;
        });
    }

    boolean exists(String key) {
        return database.read(
                h -> all(h, Map.of()).stream().anyMatch(k -> k.key().equals(key)));
    }

    private List<ApiKey> all(Handle h, Map<String, Instant> uses) {
        return h.createQuery("SELECT * FROM api_keys ORDER BY created_at, api_key")
                .map((rs, ctx) -> new ApiKey(
                        rs.getLong("pbx_id"),
                        rs.getString("api_key"),
                        new Secret(database.secrets()
                                .open(SealedColumn.API_KEY, rs.getString("secret"), rs.getString("api_key"))),
                        ApiKey.Role.valueOf(rs.getString("role")),
                        rs.getString("name"),
                        uses.get(rs.getString("api_key"))))
                .list();
    }

    private static Map<String, Instant> uses(Handle h) {
        return h
                .createQuery("SELECT api_key, last_used_at FROM api_key_uses")
                .map((rs, ctx) -> Map.entry(rs.getString("api_key"), Instant.ofEpochMilli(rs.getLong("last_used_at"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static ApiKey with(ApiKey key, @Nullable Instant lastUsed) {
        return new ApiKey(key.pbxId(), key.key(), key.secret(), key.role(), key.name(), lastUsed);
    }

    void insert(Writing w, ApiKey key, Instant now) {
        w.execute(
                "INSERT INTO api_keys (api_key, pbx_id, secret, role, name, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                key.key(),
                key.pbxId(),
                database.secrets().seal(SealedColumn.API_KEY, key.secret().value(), key.key()),
                key.role().name(),
                key.name(),
                now.toEpochMilli());
        changed(w);
    }

    static void delete(Writing w, String key) {
        w.execute("DELETE FROM api_keys WHERE api_key = ?", key);
        w.execute("DELETE FROM api_key_uses WHERE api_key = ?", key);
        changed(w);
    }

    static void used(Writing w, String key, Instant at) {
        w.execute(
                "INSERT INTO api_key_uses (api_key, last_used_at) VALUES (?, ?)"
                        + " ON CONFLICT (api_key) DO UPDATE SET last_used_at = excluded.last_used_at",
                key,
                at.toEpochMilli());
    }

    /** The keys of an account that gets another pbx id, to be put back by {@link #restore}. */
    List<ApiKey> take(Handle h, long pbxId) {
        List<ApiKey> keys =
                all(h, Map.of()).stream().filter(key -> key.pbxId() == pbxId).toList();
        h.execute("DELETE FROM api_keys WHERE pbx_id = ?", pbxId);
        return keys;
    }

    void restore(Writing w, List<ApiKey> keys, long pbxId, Instant now) {
        for (ApiKey key : keys) {
            insert(w, new ApiKey(pbxId, key.key(), key.secret(), key.role(), key.name(), null), now);
        }
    }

    /** So that running servers take it up. */
    private static void changed(Writing w) {
        w.execute("UPDATE directory_version SET version = version + 1 WHERE id = 1");
    }
}
