package org.voicesecretary.webhook;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
    private static final int AT_ONCE = 500;

    private static final String ROW = "event_id, call_id, endpoint, attempts, next_attempt_at";

    private final Database database;

    OutboxRepository(Database database) {
        this.database = database;
    }

    /** What the dispatcher keeps in memory of an event. Times are milliseconds since 1970. */
    record Row(long id, String callId, String endpoint, int attempts, long due) {}

    /**
     * An event with its content.
     *
     * @param since when it was made, or sent again for the last time
     * @param attemptsBefore that
     * @param waits for another event of its call
     */
    record Loaded(OutboxEvent event, long since, int attemptsBefore, boolean pending, int attempts, boolean waits) {
        /** @param attempts what the caller knows of: if there were more, it has read the event before the last one was noted */
        boolean mayGo(int attempts) {
            return pending && !waits && this.attempts <= attempts;
        }
    }

    /**
     * What is pending at one endpoint.
     *
     * @param due when the first of it is
     */
    record Backlog(String endpoint, long events, long due) {}

    /** One attempt, as it is kept. */
    record Attempt(
            int number,
            long at,
            String outcome,
            @Nullable Integer status,
            long latencyMillis,
            String note,
            String response) {
        /** @param began milliseconds since 1970, as is {@code ended} */
        static Attempt of(DeliveryOutcome outcome, int number, long began, long ended) {
            @Nullable Integer status = null;
            String note = "";
            String response = "";
            switch (outcome) {
                case DeliveryOutcome.Delivered(var code, var text) -> {
                    status = code;
                    response = text;
                }
                case DeliveryOutcome.Refused(var code, var text) -> {
                    status = code;
                    response = text;
                }
                case DeliveryOutcome.Failed(var problem) -> note = problem;
                case DeliveryOutcome.SwitchedOff off -> note = off.problem();
            }
            return new Attempt(number, began, outcome.word(), status, ended - began, note, response);
        }
    }

    /** Changes nothing where it has been stored already. */
    WriteUnit insert(long id, OutboxEvent event, long now) {
        return writing -> writing.execute(
                "INSERT INTO outbox_events (event_id, call_id, pbx_id, event, url, content_type, body, signature,"
                        + " endpoint, call_no, confidential, created_at, state, attempts, next_attempt_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', 0, ?)"
                        + " ON CONFLICT (event_id) DO NOTHING",
                id,
                event.callId(),
                event.pbxId(),
                event.event(),
                event.url().toString(),
                event.contentType(),
                event.body(),
                event.signature(),
                event.endpoint(),
                event.callNo(),
                event.confidential() ? 1 : 0,
                now,
                now);
    }

    /**
     * Notes what became of an attempt. Those behind an event that is tried again are due when it is, so that nobody reads past them
     * meanwhile; once it is done with they are due at once.
     */
    WriteUnit attempted(Row event, Attempt attempt, DeliveryState state, long nextAttemptAt) {
        long id = event.id();
        return writing -> {
            writing.execute(
                    "INSERT INTO outbox_attempts (event_id, attempt, at_ms, outcome, status, latency_ms, note, response)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (event_id, attempt) DO NOTHING",
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
                    state == DeliveryState.PENDING ? null : (Long) attempt.at(),
                    id);
            if (state == DeliveryState.PENDING) {
                writing.execute(
                        "UPDATE outbox_events SET next_attempt_at = ? WHERE call_id = ? AND event_id > ?"
                                + " AND state = 'PENDING' AND next_attempt_at < ?",
                        nextAttemptAt,
                        event.callId(),
                        id,
                        nextAttemptAt);
            } else if (attempt.number() > 1) {
                writing.execute(
                        "UPDATE outbox_events SET next_attempt_at = ? WHERE call_id = ? AND event_id > ?"
                                + " AND state = 'PENDING' AND attempts = attempts_before AND next_attempt_at > ?",
                        nextAttemptAt,
                        event.callId(),
                        id,
                        nextAttemptAt);
            }
        };
    }

    /**
     * Events that are to be sent again.
     *
     * @param first identifier, as is {@code beyond}, which is not among them
     * @param states only these
     * @param url null = of all scripts
     * @param callId null = of all calls
     */
    record Again(
            long pbxId,
            long first,
            long beyond,
            Set<DeliveryState> states,
            @Nullable String url,
            @Nullable String callId) {
        Again from(long id) {
            return new Again(pbxId, id, beyond, states, url, callId);
        }
    }

    /** Makes some of these pending, the oldest first; {@code done} is told which, as they were before. */
    static WriteUnit resend(Again again, long now, Consumer<List<Resent>> done) {
        return writing -> {
            var select = writing.handle()
                    .createQuery(
                            "SELECT " + ROW + ", state FROM outbox_events WHERE pbx_id = :pbx AND event_id >= :first"
                                    + " AND event_id < :beyond AND state IN (<states>)"
                                    + (again.url() == null ? "" : " AND url = :url")
                                    + (again.callId() == null ? "" : " AND call_id = :call")
                                    + " ORDER BY event_id LIMIT " + AT_ONCE)
                    .bind("pbx", again.pbxId())
                    .bind("first", again.first())
                    .bind("beyond", again.beyond())
                    .bindList(
                            "states",
                            again.states().stream().map(DeliveryState::name).toList());
            if (again.url() != null) {
                select.bind("url", again.url());
            }
            if (again.callId() != null) {
                select.bind("call", again.callId());
            }
            List<Resent> rows = select.map(
                            (rs, ctx) -> new Resent(row(rs), DeliveryState.valueOf(rs.getString("state"))))
                    .list();
            for (Resent one : rows) {
                writing.execute(
                        "UPDATE outbox_events SET state = 'PENDING', next_attempt_at = ?, resent_at = ?,"
                                + " attempts_before = attempts, done_at = NULL WHERE event_id = ?",
                        now,
                        now,
                        one.row().id());
            }
            done.accept(rows);
        };
    }

    /** An event that is sent again, and where it stood. */
    record Resent(Row row, DeliveryState before) {}

    /** Forgets some of the events made before {@code time} that nobody will send any more; {@code gone} is told how many. */
    static WriteUnit forgetBefore(Instant time, IntConsumer gone) {
        String some = "(SELECT event_id FROM outbox_events WHERE event_id < ? AND state <> 'PENDING'"
                + " ORDER BY event_id LIMIT ?)";
        long first = IdSequence.firstAt(time);
        return writing -> {
            writing.execute("DELETE FROM outbox_attempts WHERE event_id IN " + some, first, AT_ONCE);
            gone.accept(writing.execute("DELETE FROM outbox_events WHERE event_id IN " + some, first, AT_ONCE));
        };
    }

    /** Where something is still to be delivered. */
    List<Backlog> backlogs() {
        return database.read(h -> h.createQuery(
                        "SELECT endpoint, COUNT(*) AS events, MIN(next_attempt_at) AS due FROM outbox_events"
                                + " WHERE state = 'PENDING' GROUP BY endpoint")
                .map((rs, ctx) -> new Backlog(rs.getString("endpoint"), rs.getLong("events"), rs.getLong("due")))
                .list());
    }

    /** A place in the order in which events of an endpoint are due. */
    record Place(long due, long id) {
        static final Place FIRST = new Place(Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /** What may be sent to an endpoint: the first pending event of each call, if it is due, after a place, so many. */
    List<Row> due(String endpoint, long now, Place after, int limit) {
        return database.read(h -> h.createQuery("SELECT " + ROW + " FROM outbox_events e"
                        + " WHERE endpoint = ? AND state = 'PENDING' AND next_attempt_at <= ?"
                        + " AND (next_attempt_at, event_id) > (?, ?)"
                        // not NOT EXISTS: PostgreSQL would join all that is pending for each page of it
                        + " AND event_id = (SELECT MIN(b.event_id) FROM outbox_events b"
                        + " WHERE b.call_id = e.call_id AND b.state = 'PENDING')"
                        + " ORDER BY next_attempt_at, event_id LIMIT ?")
                .bind(0, endpoint)
                .bind(1, now)
                .bind(2, after.due())
                .bind(3, after.id())
                .bind(4, limit)
                .map((rs, ctx) -> row(rs))
                .list());
    }

    /** When the next event of an endpoint is due that is not due yet. */
    Optional<Long> nextDue(String endpoint, long now) {
        return database.read(
                h -> h.createQuery("SELECT next_attempt_at FROM outbox_events WHERE endpoint = ? AND state = 'PENDING'"
                                + " AND next_attempt_at > ? ORDER BY next_attempt_at LIMIT 1")
                        .bind(0, endpoint)
                        .bind(1, now)
                        .mapTo(Long.class)
                        .findOne());
    }

    /** The event of a call that comes next. */
    Optional<Row> firstOf(String callId) {
        return database.read(h -> h.createQuery("SELECT " + ROW + " FROM outbox_events"
                        + " WHERE call_id = ? AND state = 'PENDING' ORDER BY event_id LIMIT 1")
                .bind(0, callId)
                .map((rs, ctx) -> row(rs))
                .findOne());
    }

    /** The last event that was made; empty = there is none. */
    Optional<Long> newest() {
        return database.read(h -> h.createQuery("SELECT event_id FROM outbox_events ORDER BY event_id DESC LIMIT 1")
                .mapTo(Long.class)
                .findOne());
    }

    /** The clock was set back: what waits does not wait longer for that. */
    static WriteUnit clockWentBack(long now, long millis) {
        return writing -> writing.execute(
                "UPDATE outbox_events SET next_attempt_at = CASE WHEN next_attempt_at - ? < ? THEN ?"
                        + " ELSE next_attempt_at - ? END WHERE state = 'PENDING' AND next_attempt_at > ?",
                millis,
                now,
                now,
                millis,
                now);
    }

    boolean anythingPending() {
        return database.read(h -> h.createQuery("SELECT 1 FROM outbox_events WHERE state = 'PENDING' LIMIT 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    Optional<Loaded> load(long id) {
        return database.read(h -> h.createQuery("SELECT e.*, (SELECT COUNT(*) FROM outbox_events b"
                        + " WHERE b.call_id = e.call_id AND b.state = 'PENDING' AND b.event_id < e.event_id) AS earlier"
                        + " FROM outbox_events e WHERE event_id = ?")
                .bind(0, id)
                .map((rs, ctx) -> new Loaded(
                        new OutboxEvent(
                                rs.getString("call_id"),
                                rs.getLong("call_no"),
                                rs.getLong("pbx_id"),
                                rs.getString("event"),
                                URI.create(rs.getString("url")),
                                rs.getString("content_type"),
                                rs.getString("body"),
                                rs.getString("signature"),
                                rs.getInt("confidential") != 0),
                        Math.max(rs.getLong("created_at"), rs.getLong("resent_at")),
                        rs.getInt("attempts_before"),
                        DeliveryState.valueOf(rs.getString("state")) == DeliveryState.PENDING,
                        rs.getInt("attempts"),
                        rs.getInt("earlier") > 0))
                .findOne());
    }

    /** DeliveryState of every event of a call, in order. */
    List<DeliveryState> states(String callId) {
        return database.read(h -> h.createQuery("SELECT state FROM outbox_events WHERE call_id = ? ORDER BY event_id")
                .bind(0, callId)
                .map((rs, ctx) -> DeliveryState.valueOf(rs.getString("state")))
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

    private static Row row(ResultSet rs) throws SQLException {
        return new Row(
                rs.getLong("event_id"),
                rs.getString("call_id"),
                rs.getString("endpoint"),
                rs.getInt("attempts"),
                rs.getLong("next_attempt_at"));
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
