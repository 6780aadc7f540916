package org.voicesecretary.webhook;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.IdSequence;

/** The outbox's tables as people look at them. */
final class DeliveryRepository {
    private final Database database;

    DeliveryRepository(Database database) {
        this.database = database;
    }

    List<Delivery> list(Deliveries.Selection which, long before, int limit) {
        if (which.states().isEmpty()) {
            return List.of();
        }
        return database.read(h -> {
            Query select = h.createQuery(
                            "SELECT * FROM outbox_events WHERE pbx_id = :pbx AND event_id >= :first AND event_id < :beyond"
                                    + " AND state IN (<states>)"
                                    + (which.url() == null ? "" : " AND url = :url")
                                    + (which.callId() == null ? "" : " AND call_id = :call")
                                    + " ORDER BY event_id DESC LIMIT :limit")
                    .bind("pbx", which.pbxId())
                    .bind("first", IdSequence.firstAt(which.from()))
                    .bind("beyond", Math.min(before, IdSequence.firstAt(which.until())))
                    .bindList("states", which.states().stream().map(Enum::name).toList())
                    .bind("limit", limit);
            if (which.url() != null) {
                select.bind("url", which.url());
            }
            if (which.callId() != null) {
                select.bind("call", which.callId());
            }
            return select.map((rs, ctx) -> delivery(rs)).list();
        });
    }

    Optional<Delivery> find(long pbxId, long id) {
        return database.read(h -> h.createQuery("SELECT * FROM outbox_events WHERE pbx_id = ? AND event_id = ?")
                .bind(0, pbxId)
                .bind(1, id)
                .map((rs, ctx) -> delivery(rs))
                .findOne());
    }

    long pending() {
        return database.read(h -> h.createQuery("SELECT COUNT(*) FROM outbox_events WHERE state = 'PENDING'")
                .mapTo(Long.class)
                .one());
    }

    Optional<Instant> oldestPending() {
        return database.read(h -> h.createQuery("SELECT MIN(event_id) FROM outbox_events WHERE state = 'PENDING'")
                .mapTo(Long.class)
                .findOne()
                .map(IdSequence::madeAt));
    }

    long givenUpSince(Instant since) {
        return database.read(h -> h.createQuery(
                        "SELECT COUNT(*) FROM outbox_events WHERE state = 'DEAD' AND event_id >= ? AND done_at >= ?")
                .bind(0, IdSequence.firstAt(since.minus(RetryPolicy.LONGEST)))
                .bind(1, since.toEpochMilli())
                .mapTo(Long.class)
                .one());
    }

    List<Delivery.Attempt> attempts(long pbxId, long id) {
        return database.read(h -> h.createQuery(
                        "SELECT a.* FROM outbox_attempts a JOIN outbox_events e ON e.event_id = a.event_id"
                                + " WHERE e.pbx_id = ? AND a.event_id = ? ORDER BY a.attempt")
                .bind(0, pbxId)
                .bind(1, id)
                .map((rs, ctx) -> {
                    int status = rs.getInt("status");
                    boolean none = rs.wasNull();
                    return new Delivery.Attempt(
                            rs.getInt("attempt"),
                            Instant.ofEpochMilli(rs.getLong("at_ms")),
                            rs.getString("outcome"),
                            none ? null : (Integer) status,
                            rs.getLong("latency_ms"),
                            rs.getString("note"),
                            rs.getString("response"));
                })
                .list());
    }

    private static Delivery delivery(ResultSet rs) throws SQLException {
        long doneAt = rs.getLong("done_at");
        boolean pending = rs.wasNull();
        return new Delivery(
                rs.getLong("event_id"),
                rs.getLong("pbx_id"),
                rs.getString("call_id"),
                rs.getString("event"),
                URI.create(rs.getString("url")),
                rs.getString("content_type"),
                rs.getString("body"),
                DeliveryState.valueOf(rs.getString("state")),
                rs.getInt("attempts"),
                Instant.ofEpochMilli(rs.getLong("created_at")),
                Instant.ofEpochMilli(rs.getLong("next_attempt_at")),
                pending ? null : Instant.ofEpochMilli(doneAt));
    }
}
