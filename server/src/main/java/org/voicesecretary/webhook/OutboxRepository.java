package org.voicesecretary.webhook;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.WriteUnit;

/** The outbox's tables. */
final class OutboxRepository {
    private static final int RESPONSE = 4096;
    private static final int NOTE = 1000;

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
        return h -> h.createUpdate(
                        "INSERT INTO outbox_events (event_id, call_id, pbx_id, event, url, content_type, body, signature,"
                                + " created_at, state, attempts, next_attempt_at) VALUES (:id, :call, :pbx, :event, :url, :type, :body,"
                                + " :signature, :now, 'PENDING', 0, :now)")
                .bind("id", id)
                .bind("call", event.callId())
                .bind("pbx", event.pbxId())
                .bind("event", event.event())
                .bind("url", event.url().toString())
                .bind("type", event.contentType())
                .bind("body", event.body())
                .bind("signature", event.signature())
                .bind("now", now)
                .execute();
    }

    WriteUnit attempted(long id, Attempt attempt, State state, long nextAttemptAt) {
        return h -> {
            h.createUpdate(
                            "INSERT INTO outbox_attempts (event_id, attempt, at_ms, outcome, status, latency_ms, note, response)"
                                    + " VALUES (:id, :attempt, :at, :outcome, :status, :latency, :note, :response)")
                    .bind("id", id)
                    .bind("attempt", attempt.number())
                    .bind("at", attempt.at())
                    .bind("outcome", attempt.outcome())
                    .bind("status", attempt.status())
                    .bind("latency", attempt.latencyMillis())
                    .bind("note", shortened(attempt.note(), NOTE))
                    .bind("response", shortened(attempt.response(), RESPONSE))
                    .execute();
            h.createUpdate(
                            "UPDATE outbox_events SET state = :state, attempts = :attempt, next_attempt_at = :next, done_at = :done"
                                    + " WHERE event_id = :id")
                    .bind("state", state.name())
                    .bind("attempt", attempt.number())
                    .bind("next", nextAttemptAt)
                    .bind("done", state == State.PENDING ? null : (Long) attempt.at())
                    .bind("id", id)
                    .execute();
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
