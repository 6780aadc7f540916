package org.voicesecretary.cdr;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.storage.Writing;

/** The table of calls. */
final class CallRecordRepository {
    /** So few that other writes do not notice. */
    private static final int FORGOTTEN_AT_ONCE = 500;

    private final Database database;

    CallRecordRepository(Database database) {
        this.database = database;
    }

    /** The row as it is now, whether or not it was there before. */
    static WriteUnit save(CallRecord call) {
        return writing -> {
            CallRecord.End end = call.end();
            writing.execute(
                    "INSERT INTO calls (call_no, call_id, pbx_id, direction, caller, called, extension, source, started_at,"
                            + " answered_at, ended_at, duration_s, disposition, cause, ended_by, fault)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (call_no) DO UPDATE SET extension = excluded.extension, answered_at = excluded.answered_at, ended_at = excluded.ended_at,"
                            + " duration_s = excluded.duration_s, disposition = excluded.disposition, cause = excluded.cause,"
                            + " ended_by = excluded.ended_by, fault = excluded.fault",
                    call.callNo(),
                    call.callId(),
                    call.pbxId(),
                    call.direction().word(),
                    call.caller(),
                    call.called(),
                    call.extension(),
                    call.source(),
                    call.startedAt().toEpochMilli(),
                    millis(call.answeredAt()),
                    end == null ? null : millis(end.at()),
                    end == null ? null : (Long) end.durationSeconds(),
                    end == null ? null : end.disposition(),
                    end == null ? null : (Integer) end.cause(),
                    end == null ? null : end.endedBy(),
                    end == null ? null : end.fault());
        };
    }

    /** The last call that was numbered; empty = there is none. */
    Optional<Long> newest() {
        return database.read(h -> h.createQuery("SELECT call_no FROM calls ORDER BY call_no DESC LIMIT 1")
                .mapTo(Long.class)
                .findOne());
    }

    /** A call has ended: its row, its legs, and what it adds to the counters, which must be added once also where this is run again. */
    static WriteUnit end(CallRecord call, CallRecords.Particulars particulars) {
        WriteUnit row = save(call);
        long hour = CallCount.hour(call.startedAt(), particulars.zone());
        List<CallCount> counts = new ArrayList<>(particulars.steps());
        if (call.end() != null) {
            counts.add(CallCount.ofCall(call, call.end()));
        }
        return writing -> {
            counts.forEach(count -> add(writing, call, hour, count));
            int number = 0;
            for (CallRecord.Leg leg : particulars.legs()) {
                add(writing, call.callNo(), ++number, leg);
            }
            row.write(writing);
        };
    }

    private static void add(Writing writing, CallRecord call, long hour, CallCount count) {
        writing.execute(
                "INSERT INTO call_counters (pbx_id, kind, hour, subject, outcome, calls, answered, seconds)"
                        + " SELECT ?, ?, ?, ?, ?, 1, ?, ? WHERE NOT EXISTS"
                        + " (SELECT 1 FROM calls WHERE call_no = ? AND ended_at IS NOT NULL)"
                        + " ON CONFLICT (pbx_id, kind, hour, subject, outcome) DO UPDATE SET calls = call_counters.calls + 1,"
                        + " answered = call_counters.answered + excluded.answered,"
                        + " seconds = call_counters.seconds + excluded.seconds",
                call.pbxId(),
                count.kind().word(),
                hour,
                count.subject(),
                count.outcome(),
                count.answered() ? 1L : 0L,
                count.seconds(),
                call.callNo());
    }

    private static void add(Writing writing, long callNo, int number, CallRecord.Leg leg) {
        writing.execute(
                "INSERT INTO call_legs (call_no, leg, party, extension, started_at, answered_at, ended_at, disposition, cause,"
                        + " ended_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (call_no, leg) DO NOTHING",
                callNo,
                number,
                leg.party(),
                leg.extension(),
                leg.startedAt().toEpochMilli(),
                millis(leg.answeredAt()),
                leg.endedAt().toEpochMilli(),
                leg.disposition(),
                leg.cause(),
                leg.endedBy());
    }

    static WriteUnit answered(long callNo, Instant at) {
        return writing ->
                writing.execute("UPDATE calls SET answered_at = ? WHERE call_no = ?", at.toEpochMilli(), callNo);
    }

    /** Forgets some of the calls that began before {@code time} and have ended; {@code gone} is told how many. */
    static WriteUnit forgetBefore(Instant time, IntConsumer gone) {
        return writing -> {
            for (String table : List.of("call_legs", "calls")) {
                gone.accept(writing.execute(
                        "DELETE FROM " + table + " WHERE call_no IN (SELECT call_no FROM calls WHERE call_no < ?"
                                + " AND ended_at IS NOT NULL ORDER BY call_no LIMIT ?)",
                        IdSequence.firstAt(time),
                        FORGOTTEN_AT_ONCE));
            }
        };
    }

    /** @param hour as {@link CallCount#hour} counts */
    static WriteUnit forgetCountersBefore(long hour, IntConsumer gone) {
        return writing -> gone.accept(writing.execute("DELETE FROM call_counters WHERE hour < ?", hour));
    }

    List<CallRecord> newest(long pbxId, long before, int limit) {
        return database.read(
                h -> h.createQuery("SELECT * FROM calls WHERE pbx_id = ? AND call_no < ? ORDER BY call_no DESC LIMIT ?")
                        .bind(0, pbxId)
                        .bind(1, before)
                        .bind(2, limit)
                        .map((rs, ctx) -> call(rs))
                        .list());
    }

    Optional<CallRecord> find(String callId) {
        return database.read(h -> h.createQuery("SELECT * FROM calls WHERE call_id = ?")
                .bind(0, callId)
                .map((rs, ctx) -> call(rs))
                .findOne());
    }

    /**
     * A call whose end was never stored.
     *
     * @param lastSeen its timeline's last entry; null = it has none
     */
    record Unfinished(CallRecord call, @Nullable Instant lastSeen) {
        /** At least so long. */
        long secondsAnswered() {
            Instant answered = call.answeredAt();
            return answered == null || lastSeen == null
                    ? 0
                    : Math.max(0, Duration.between(answered, lastSeen).toSeconds());
        }
    }

    /** Oldest first. */
    List<Unfinished> unfinished() {
        return database.read(h -> h.createQuery(
                        "SELECT c.*, (SELECT MAX(at_ms) FROM timeline_entries t"
                                + " WHERE t.call_no = c.call_no) AS last_seen FROM calls c WHERE ended_at IS NULL ORDER BY call_no")
                .map((rs, ctx) -> new Unfinished(call(rs), instant(rs, "last_seen")))
                .list());
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    static CallRecord call(ResultSet rs) throws SQLException {
        Instant ended = instant(rs, "ended_at");
        return new CallRecord(
                rs.getLong("call_no"),
                rs.getString("call_id"),
                rs.getLong("pbx_id"),
                CallDirection.valueOf(rs.getString("direction").toUpperCase(Locale.ROOT)),
                rs.getString("caller"),
                rs.getString("called"),
                rs.getString("extension"),
                rs.getString("source"),
                Instant.ofEpochMilli(rs.getLong("started_at")),
                instant(rs, "answered_at"),
                ended == null
                        ? null
                        : new CallRecord.End(
                                ended,
                                rs.getLong("duration_s"),
                                rs.getString("disposition"),
                                rs.getInt("cause"),
                                rs.getString("ended_by"),
                                rs.getString("fault")));
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        long millis = rs.getLong(column);
        return rs.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
