package org.voicesecretary.cdr;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;

/**
 * Reads what calls have left behind. Tables may have tens of millions of rows: where a page begins is found in an index that has all
 * that is asked for, and only the rows of the page are read.
 */
final class StatisticsRepository {
    private final Database database;

    StatisticsRepository(Database database) {
        this.database = database;
    }

    /** The condition of a filter, and its values in order. */
    private record Where(String sql, List<Object> values) {
        static Where of(CallFilter filter) {
            var sql = new StringBuilder("pbx_id = ? AND ended_at IS NOT NULL");
            List<Object> values = new ArrayList<>(List.of(filter.pbxId()));
            if (filter.direction() != null) {
                sql.append(" AND direction = ?");
                values.add(filter.direction().word());
            }
            if (filter.extension() != null) {
                sql.append(" AND extension = ?");
                values.add(filter.extension());
            }
            sql.append(" AND started_at >= ? AND started_at < ?");
            values.add(filter.from().toEpochMilli());
            values.add(filter.until().toEpochMilli());
            return new Where(sql.toString(), values);
        }
    }

    /** The oldest first. */
    List<CallRecord> page(CallFilter filter, long skip, int limit) {
        Where where = Where.of(filter);
        List<Object> values = new ArrayList<>(where.values());
        values.add(limit);
        values.add(skip);
        return calls(where.sql(), " LIMIT ? OFFSET ?", values);
    }

    /** As {@link #page}, from behind a call on; null = from the first on. */
    List<CallRecord> after(CallFilter filter, @Nullable CallRecord last, int limit) {
        Where where = Where.of(filter);
        List<Object> values = new ArrayList<>(where.values());
        String behind = "";
        if (last != null) {
            behind = " AND (started_at, call_no) > (?, ?)";
            values.add(last.startedAt().toEpochMilli());
            values.add(last.callNo());
        }
        values.add(limit);
        return calls(where.sql() + behind, " LIMIT ?", values);
    }

    private List<CallRecord> calls(String where, String limits, List<Object> values) {
        return database.read(h -> bound(
                        h,
                        "SELECT c.* FROM (SELECT call_no FROM calls WHERE " + where + " ORDER BY started_at, call_no"
                                + limits + ") p JOIN calls c ON c.call_no = p.call_no ORDER BY c.started_at, c.call_no",
                        values)
                .map((rs, ctx) -> CallRecordRepository.call(rs))
                .list());
    }

    CallTotals totals(CallFilter filter) {
        Where where = Where.of(filter);
        return database.read(h -> bound(
                        h,
                        "SELECT COUNT(*) AS calls, COALESCE(SUM(duration_s), 0) AS seconds FROM calls WHERE "
                                + where.sql(),
                        where.values())
                .map((rs, ctx) -> new CallTotals(rs.getLong("calls"), rs.getLong("seconds")))
                .one());
    }

    /** The legs of some calls by their numbers, each in the order of their ends; a call without any is not there. */
    Map<Long, List<CallRecord.Leg>> legs(Collection<Long> callNumbers) {
        Map<Long, List<CallRecord.Leg>> legs = new LinkedHashMap<>();
        if (callNumbers.isEmpty()) {
            return legs;
        }
        return database.read(h -> {
            h.createQuery("SELECT * FROM call_legs WHERE call_no IN (<numbers>) ORDER BY call_no, leg")
                    .bindList("numbers", List.copyOf(callNumbers))
                    .map((rs, ctx) -> legs.computeIfAbsent(rs.getLong("call_no"), n -> new ArrayList<>())
                            .add(leg(rs)))
                    .list();
            return legs;
        });
    }

    /** Calls that have a whole recording, by their numbers, with the id of the first. */
    Map<Long, String> recorded(long pbxId, List<String> callIds) {
        Map<Long, String> recorded = new LinkedHashMap<>();
        return database.read(h -> {
            h.createQuery("SELECT call_no, rec_id FROM recordings WHERE call_id IN (<ids>) AND pbx_id = :pbxId"
                            + " AND state IN ('ready', 'encoding') ORDER BY recording_no")
                    .bindList("ids", callIds)
                    .bind("pbxId", pbxId)
                    .map((rs, ctx) -> recorded.putIfAbsent(rs.getLong("call_no"), rs.getString("rec_id")))
                    .list();
            return recorded;
        });
    }

    /** Hour by hour, the oldest first. */
    List<CallCounter> counters(long pbxId, CounterKind kind, long fromHour, long untilHour, int limit) {
        return database.read(
                h -> h.createQuery("SELECT * FROM call_counters WHERE pbx_id = ? AND kind = ? AND hour >= ?"
                                + " AND hour < ? ORDER BY hour, subject, outcome LIMIT ?")
                        .bind(0, pbxId)
                        .bind(1, kind.word())
                        .bind(2, fromHour)
                        .bind(3, untilHour)
                        .bind(4, limit)
                        .map((rs, ctx) -> counter(rs))
                        .list());
    }

    private static Query bound(Handle h, String sql, List<Object> values) {
        Query query = h.createQuery(sql);
        for (int i = 0; i < values.size(); i++) {
            query.bind(i, values.get(i));
        }
        return query;
    }

    private static CallRecord.Leg leg(ResultSet rs) throws SQLException {
        return new CallRecord.Leg(
                rs.getString("party"),
                rs.getString("extension"),
                Instant.ofEpochMilli(rs.getLong("started_at")),
                CallRecordRepository.instant(rs, "answered_at"),
                Instant.ofEpochMilli(rs.getLong("ended_at")),
                rs.getString("disposition"),
                rs.getInt("cause"),
                rs.getString("ended_by"));
    }

    private static CallCounter counter(ResultSet rs) throws SQLException {
        return new CallCounter(
                CounterKind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
                CallCount.beginOf(rs.getLong("hour")),
                rs.getString("subject"),
                rs.getString("outcome"),
                rs.getLong("calls"),
                rs.getLong("answered"),
                rs.getLong("seconds"));
    }
}
