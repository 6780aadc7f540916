package org.voicesecretary.rest.api;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.SealedColumn;

/** The table of replies to requests that may come twice. */
final class ApiReplyRepository {
    private static final int FORGOTTEN_AT_ONCE = 500;

    private final Database database;
    private final GroupCommitWriter writer;

    /** @param text status, content type, location and body as one text; null = the request is being carried out */
    record Known(String fingerprint, @Nullable String text) {}

    ApiReplyRepository(Database database, GroupCommitWriter writer) {
        this.database = database;
        this.writer = writer;
    }

    /** Takes a key. @return false if somebody has it */
    boolean begin(String token, String key, String fingerprint, Instant now) {
        var taken = new AtomicInteger();
        writer.write(writing -> taken.set(writing.execute(
                "INSERT INTO api_replies (token_id, request_key, fingerprint, created_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (token_id, request_key) DO NOTHING",
                token,
                key,
                fingerprint,
                now.toEpochMilli())));
        return taken.get() > 0;
    }

    Optional<Known> find(String token, String key) {
        return database.read(h -> h.createQuery("SELECT * FROM api_replies WHERE token_id = ? AND request_key = ?")
                .bind(0, token)
                .bind(1, key)
                .map((rs, ctx) -> {
                    String body = rs.getString("body");
                    return new Known(
                            rs.getString("fingerprint"),
                            body == null ? null : database.secrets().open(SealedColumn.API_REPLY, body, token, key));
                })
                .findOne());
    }

    void finish(String token, String key, int status, String text) {
        String sealed = database.secrets().seal(SealedColumn.API_REPLY, text, token, key);
        writer.write(writing -> writing.execute(
                "UPDATE api_replies SET status = ?, body = ? WHERE token_id = ? AND request_key = ?",
                status,
                sealed,
                token,
                key));
    }

    /** It came to nothing, and may be tried again. */
    void giveUp(String token, String key) {
        writer.write(writing ->
                writing.execute("DELETE FROM api_replies WHERE token_id = ? AND request_key = ?", token, key));
    }

    /** Of a run before this one: whether they were carried out, nobody knows. */
    void giveUpAll() {
        writer.write(writing -> writing.execute("DELETE FROM api_replies WHERE status IS NULL"));
    }

    int forgetBefore(Instant time) {
        var gone = new AtomicInteger();
        writer.write(writing -> gone.set(writing.execute(
                "DELETE FROM api_replies WHERE (token_id, request_key) IN (SELECT token_id, request_key FROM api_replies"
                        + " WHERE created_at < ? ORDER BY created_at LIMIT ?)",
                time.toEpochMilli(),
                FORGOTTEN_AT_ONCE)));
        return gone.get();
    }
}
