package org.voicesecretary.timeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.storage.WriteUnit;
import org.voicesecretary.storage.Writing;

/**
 * Timelines in the database. Entries of all calls gather in memory until the writer's next transaction takes them together, so
 * that an entry costs its call a few microseconds. While the disk hangs, entries beyond a bound are dropped and counted: a
 * diagnosis must not hold up the calls that it is about.
 */
public final class TimelineRepository implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimelineRepository.class);
    private static final int MOST_WAITING = 100_000;
    private static final int BATCH = 2_000;
    /** Calls; so few that other writes do not notice. */
    private static final int FORGOTTEN_AT_ONCE = 50;

    /** The last number given after the call. */
    private static final String LAST_AFTER =
            "COALESCE((SELECT MAX(seq) FROM timeline_entries WHERE call_no = ? AND seq > "
                    + TimelineEntry.AFTER_THE_CALL + "), " + TimelineEntry.AFTER_THE_CALL + ")";

    /** @param late after the call: numbered by the database, since nobody else knows what is there already */
    private record Row(long callNo, boolean late, TimelineEntry entry, String kind, String line, String detail) {
        static Row of(long callNo, boolean late, TimelineEntry entry) {
            return new Row(
                    callNo,
                    late,
                    entry,
                    EntryText.kind(entry.event()),
                    EntryText.line(entry.event()),
                    EntryText.json(entry.event()));
        }

        void write(Writing writing) {
            if (late) {
                writing.execute(
                        "INSERT INTO timeline_entries (call_no, seq, at_ms, offset_ms, kind, subject, detail)"
                                + " VALUES (?, " + LAST_AFTER + " + 1, ?, ?, ?, ?, ?)",
                        callNo,
                        callNo,
                        entry.at().toEpochMilli(),
                        entry.offsetMillis(),
                        kind,
                        line,
                        detail);
            } else {
                writing.execute(
                        "INSERT INTO timeline_entries (call_no, seq, at_ms, offset_ms, kind, subject, detail)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        callNo,
                        entry.seq(),
                        entry.at().toEpochMilli(),
                        entry.offsetMillis(),
                        kind,
                        line,
                        detail);
            }
        }
    }

    private final Database database;
    private final GroupCommitWriter writer;
    private final ConcurrentLinkedQueue<Row> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final Counter dropped;

    public TimelineRepository(Database database, GroupCommitWriter writer, MeterRegistry metrics) {
        this.database = database;
        this.writer = writer;
        this.dropped = metrics.counter("timeline.dropped");
    }

    /**
     * Where one call's entries go. Does not block.
     *
     * @param callNo the call's number in the table of calls
     */
    public TimelineSink sink(long callNo) {
        return entry -> keep(callNo, false, entry);
    }

    /** As {@link #sink} for what comes after the call; entries follow those that are there already, whatever their number. */
    public TimelineSink sinkAfterTheCall(long callNo) {
        return entry -> keep(callNo, true, entry);
    }

    private void keep(long callNo, boolean late, TimelineEntry entry) {
        if (count.incrementAndGet() > MOST_WAITING) {
            count.decrementAndGet();
            dropped.increment();
            return;
        }
        waiting.add(Row.of(callNo, late, entry));
        store();
    }

    /** Stores all that waits. */
    @Override
    public void close() {
        try {
            do {
                writer.write(new Batch()); // behind the one that may be under way
            } while (!waiting.isEmpty());
        } catch (RuntimeException e) {
            int lost = waiting.size();
            dropped.increment(lost);
            LOG.error("the last timeline entries, {} or more, were not stored: {}", lost, e.getMessage());
        }
    }

    /** Everything that happened in a call, in order; empty for a call that is not known. */
    public List<StoredEntry> ofCall(String callId) {
        return database.read(h -> h.createQuery(
                        "SELECT t.* FROM timeline_entries t JOIN calls c ON c.call_no = t.call_no"
                                + " WHERE c.call_id = ? ORDER BY t.seq")
                .bind(0, callId)
                .map((rs, ctx) -> new StoredEntry(
                        rs.getInt("seq"),
                        Instant.ofEpochMilli(rs.getLong("at_ms")),
                        rs.getLong("offset_ms"),
                        rs.getString("kind"),
                        rs.getString("subject"),
                        rs.getString("detail")))
                .list());
    }

    /**
     * Forgets the timelines of some of the calls that began before {@code time}, the oldest first.
     *
     * @return how many entries are gone; 0 = no such call is left
     */
    public int forgetBefore(Instant time) {
        var gone = new AtomicInteger();
        writer.write(writing -> gone.set(writing.execute(
                "DELETE FROM timeline_entries WHERE call_no IN (SELECT DISTINCT call_no FROM timeline_entries"
                        + " WHERE call_no < ? ORDER BY call_no LIMIT ?)",
                IdSequence.firstAt(time),
                FORGOTTEN_AT_ONCE)));
        return gone.get();
    }

    private void store() {
        if (waiting.isEmpty() || !underWay.compareAndSet(false, true)) {
            return;
        }
        var batch = new Batch();
        var stored = writer.offer(batch);
        if (stored == null) { // the queue is full or closed; the next entry tries again
            underWay.set(false);
            return;
        }
        stored.whenComplete((ok, error) -> {
            underWay.set(false);
            if (error != null) {
                int lost = batch.size();
                dropped.increment(lost);
                LOG.error("{} timeline entries were not stored: {}", lost, error.getMessage());
            }
            store();
        });
    }

    /** Takes its rows once, and writes the same ones when the transaction has to be repeated. */
    private final class Batch implements WriteUnit {
        private @Nullable List<Row> rows;

        @Override
        public void write(Writing writing) {
            List<Row> taken = rows;
            if (taken == null) {
                taken = take();
                rows = taken;
            }
            if (taken.isEmpty()) {
                return;
            }
            taken.forEach(row -> row.write(writing));
        }

        int size() {
            return rows == null ? 0 : rows.size();
        }

        private List<Row> take() {
            List<Row> taken = new ArrayList<>();
            for (Row row = waiting.poll(); row != null; row = taken.size() < BATCH ? waiting.poll() : null) {
                taken.add(row);
            }
            count.addAndGet(-taken.size());
            return taken;
        }
    }
}
