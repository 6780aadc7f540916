package org.voicesecretary.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.voicesecretary.protocol.WebhookSecret;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.WriteUnit;

/** The table of webhook secrets. */
final class WebhookSecretRepository {
    private static final String NEXT = "(SELECT COALESCE(MAX(secret_no), 0) + 1 FROM webhook_secrets WHERE pbx_id = ?)";
    private static final String INSERT = "INSERT INTO webhook_secrets (pbx_id, secret_no, secret, created_at) ";

    private final Database database;

    WebhookSecretRepository(Database database) {
        this.database = database;
    }

    List<Long> accountsWithout() {
        return database.read(h -> h.createQuery("SELECT pbx_id FROM accounts a WHERE NOT EXISTS"
                        + " (SELECT 1 FROM webhook_secrets s WHERE s.pbx_id = a.pbx_id AND s.retires_at IS NULL)")
                .mapTo(Long.class)
                .list());
    }

    /** By account, the newest first. */
    Map<Long, List<WebhookSecrets.Stored>> all() {
        return WebhookSecrets.byAccount(database.read(h -> h.createQuery(
                        "SELECT * FROM webhook_secrets ORDER BY pbx_id, secret_no DESC")
                .map((rs, ctx) -> {
                    long retires = rs.getLong("retires_at");
                    boolean stays = rs.wasNull();
                    return Map.entry(
                            rs.getLong("pbx_id"),
                            new WebhookSecrets.Stored(
                                    WebhookSecret.parse(rs.getString("secret")),
                                    Instant.ofEpochMilli(rs.getLong("created_at")),
                                    stays ? null : Instant.ofEpochMilli(retires)));
                })
                .list()));
    }

    /** The first of an account; changes nothing where another process has made it meanwhile. */
    static WriteUnit first(long pbxId, WebhookSecret secret, long now) {
        return writing -> writing.execute(
                // the casts are for PostgreSQL, which else takes every value of a SELECT for a text
                INSERT + "SELECT CAST(? AS BIGINT), " + NEXT + ", ?, CAST(? AS BIGINT)"
                        + " WHERE NOT EXISTS (SELECT 1 FROM webhook_secrets WHERE pbx_id = ? AND retires_at IS NULL)",
                pbxId,
                pbxId,
                secret.text(),
                now,
                pbxId);
    }

    static WriteUnit rotate(long pbxId, WebhookSecret fresh, long now, long retire) {
        return writing -> {
            writing.execute(
                    "UPDATE webhook_secrets SET retires_at = ? WHERE pbx_id = ? AND (retires_at IS NULL OR retires_at > ?)",
                    retire,
                    pbxId,
                    retire);
            writing.execute(INSERT + "VALUES (?, " + NEXT + ", ?, ?)", pbxId, pbxId, fresh.text(), now);
        };
    }

    static WriteUnit forgetRetired(long now) {
        return writing -> writing.execute("DELETE FROM webhook_secrets WHERE retires_at <= ?", now);
    }
}
