package org.voicesecretary.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.storage.WriteUnit;

/** The outbox's tables. */
final class OutboxRepository {
    private static final int RESPONSE = 4096;
    private static final int NOTE = 1000;
    /** So few that other writes do not notice. */
    private static final int FORGOTTEN_AT_ONCE = 500;

    private final Database database;

    OutboxRepository(Database database) {
        this.database = database;
    }

    /** What the dispatcher keeps in memory of an event. Times are milliseconds since 1970. */
    record Row(long id, String callId, URI url, long createdAt, int attempts, long nextAttemptAt) {}

    /** Where an event stands after an attempt. */
    enum State {
        PENDING,
        DELIVERED,
        /** Given up. */
        DEAD
    }

    /** One attempt, as it is kept. */
    record Attempt(
            int number,
            long at,
            String outcome,
            @Nullable Integer status,
            long latencyMillis,
            String note,
            String response) {}

    WriteUnit insert(long id, OutboxEvent event, long now) {
        return writing -> writing.execute(
                "INSERT INTO outbox_events (event_id, call_id, pbx_id, event, url, content_type, body, signature,"
                        + " created_at, state, attempts, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', 0, ?)",
                id,
                event.callId(),
                event.pbxId(),
                event.event(),
                event.url().toString(),
                event.contentType(),
                event.body(),
                event.signature(),
                now,
                now);
    }

    WriteUnit attempted(long id, Attempt attempt, State state, long nextAttemptAt) {
        return writing -> {
            writing.execute(
                    "INSERT INTO outbox_attempts (event_id, attempt, at_ms, outcome, status, latency_ms, note, response)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    id,
                    attempt.number(),
                    attempt.at(),
                    attempt.outcome(),
                    attempt.status(),
                    attempt.latencyMillis(),
                    shortened(attempt.note(), NOTE),
                    shortened(attempt.response(), RESPONSE));
            writing.execute(
                    "UPDATE outbox_events SET state = ?, attempts = ?, next_attempt_at = ?, done_at = ? WHERE event_id = ?",
                    state.name(),
                    attempt.number(),
                    nextAttemptAt,
                    state == State.PENDING ? null : (Long) attempt.at(),
                    id);
        };
    }

    /** Forgets some of the events made before {@code time} that nobody will send any more; {@code gone} is told how many. */
    static WriteUnit forgetBefore(Instant time, IntConsumer gone) {
        String some = "(SELECT event_id FROM outbox_events WHERE event_id < ? AND state <> 'PENDING'"
                + " ORDER BY event_id LIMIT ?)";
        long first = IdSequence.firstAt(time);
        return writing -> {
            writing.execute("DELETE FROM outbox_attempts WHERE event_id IN " + some, first, FORGOTTEN_AT_ONCE);
            gone.accept(
                    writing.execute("DELETE FROM outbox_events WHERE event_id IN " + some, first, FORGOTTEN_AT_ONCE));
        };
    }

    /** All that is still to be delivered, oldest first. */
    List<Row> pending() {
        return database.read(h -> h.createQuery("SELECT event_id, call_id, url, created_at, attempts, next_attempt_at"
                        + " FROM outbox_events WHERE state = 'PENDING' ORDER BY event_id")
                .map((rs, ctx) -> new Row(
                        rs.getLong("event_id"),
                        rs.getString("call_id"),
                        URI.create(rs.getString("url")),
                        rs.getLong("created_at"),
                        rs.getInt("attempts"),
                        rs.getLong("next_attempt_at")))
                .list());
    }

    Optional<OutboxEvent> load(long id) {
        return database.read(h -> h.createQuery("SELECT * FROM outbox_events WHERE event_id = ?")
                .bind(0, id)
                .map((rs, ctx) -> new OutboxEvent(
                        rs.getString("call_id"),
                        rs.getLong("pbx_id"),
                        rs.getString("event"),
                        URI.create(rs.getString("url")),
                        rs.getString("content_type"),
                        rs.getString("body"),
                        rs.getString("signature")))
                .findOne());
    }

    /** State of every event of a call, in order. */
    List<State> states(String callId) {
        return database.read(h -> h.createQuery("SELECT state FROM outbox_events WHERE call_id = ? ORDER BY event_id")
                .bind(0, callId)
                .map((rs, ctx) -> State.valueOf(rs.getString("state")))
                .list());
    }

    /** Every attempt for the events of a call, in order. */
    List<Attempt> attempts(String callId) {
        return database.read(h -> h.createQuery(
                        "SELECT a.* FROM outbox_attempts a JOIN outbox_events e ON e.event_id = a.event_id"
                                + " WHERE e.call_id = ? ORDER BY a.event_id, a.attempt")
                .bind(0, callId)
                .map((rs, ctx) -> {
                    int status = rs.getInt("status");
                    boolean none = rs.wasNull();
                    return new Attempt(
                            rs.getInt("attempt"),
                            rs.getLong("at_ms"),
                            rs.getString("outcome"),
                            none ? null : (Integer) status,
                            rs.getLong("latency_ms"),
                            rs.getString("note"),
                            rs.getString("response"));
                })
                .list());
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
