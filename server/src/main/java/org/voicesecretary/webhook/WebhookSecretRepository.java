package org.voicesecretary.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.voicesecretary.protocol.WebhookSecret;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.SealedColumn;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.storage.Writing;

/** The table of webhook secrets. */
final class WebhookSecretRepository {
    private static final String INSERT = "INSERT INTO webhook_secrets (pbx_id, secret_no, secret, created_at)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (pbx_id, secret_no) DO NOTHING";

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
                                    WebhookSecret.parse(database.secrets()
                                            .open(
                                                    SealedColumn.WEBHOOK_SECRET,
                                                    rs.getString("secret"),
                                                    rs.getLong("pbx_id"),
                                                    rs.getLong("secret_no"))),
                                    Instant.ofEpochMilli(rs.getLong("created_at")),
                                    stays ? null : Instant.ofEpochMilli(retires)));
                })
                .list()));
    }

    /** The first of an account; changes nothing where another process has made it meanwhile. */
    WriteUnit first(long pbxId, WebhookSecret secret, long now) {
        return writing -> {
            if (count(writing, "SELECT COUNT(*) FROM webhook_secrets WHERE pbx_id = ? AND retires_at IS NULL", pbxId)
                    == 0) {
                insert(writing, pbxId, secret, now);
            }
        };
    }

    WriteUnit rotate(long pbxId, WebhookSecret fresh, long now, long retire) {
        return writing -> {
            writing.execute(
                    "UPDATE webhook_secrets SET retires_at = ? WHERE pbx_id = ? AND (retires_at IS NULL OR retires_at > ?)",
                    retire,
                    pbxId,
                    retire);
            insert(writing, pbxId, fresh, now);
        };
    }

    /** With the next free number, which the sealed text is bound to. */
    private void insert(Writing writing, long pbxId, WebhookSecret secret, long now) {
        long number =
                1 + count(writing, "SELECT COALESCE(MAX(secret_no), 0) FROM webhook_secrets WHERE pbx_id = ?", pbxId);
        writing.execute(
                INSERT,
                pbxId,
                number,
                database.secrets().seal(SealedColumn.WEBHOOK_SECRET, secret.text(), pbxId, number),
                now);
    }

    private static long count(Writing writing, String query, long pbxId) {
        return writing.handle()
                .createQuery(query)
                .bind(0, pbxId)
                .mapTo(Long.class)
                .one();
    }

    static WriteUnit forgetRetired(long now) {
        return writing -> writing.execute("DELETE FROM webhook_secrets WHERE retires_at <= ?", now);
    }
}
