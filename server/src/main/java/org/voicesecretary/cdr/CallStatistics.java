package org.voicesecretary.cdr;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.IdSequence;

/** Questions about calls that have ended. Reading only; whoever asks has been authorised. */
public final class CallStatistics {
    /** Rows of a page at most. */
    public static final int LARGEST_PAGE = 1000;

    /** Counters in one answer at most: a year of hours for a dozen numbers. */
    private static final int MOST_COUNTERS = 100_000;

    private final StatisticsRepository repository;

    public CallStatistics(Database database) {
        this.repository = new StatisticsRepository(database);
    }

    /**
     * A page, the oldest call first.
     *
     * @param skip calls before it, from 0
     * @param limit 1 to {@link #LARGEST_PAGE}
     */
    public List<CallRecord> page(CallFilter filter, long skip, int limit) {
        if (skip < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "a page of " + limit + " calls after " + skip + "; expected 1 to " + LARGEST_PAGE);
        }
        return repository.page(filter, skip, limit);
    }

    /**
     * As {@link #page}, from behind a call on, which costs the same for the last page as for the first.
     *
     * @param last the last call of the page before; null = the first page
     */
    public List<CallRecord> after(CallFilter filter, @Nullable CallRecord last, int limit) {
        return repository.after(filter, last, Math.clamp(limit, 1, LARGEST_PAGE));
    }

    public CallTotals totals(CallFilter filter) {
        return repository.totals(filter);
    }

    /** The phones that a call rang, in the order in which they were done with. */
    public List<CallRecord.Leg> legs(CallRecord call) {
        return repository.legs(List.of(call.callNo())).getOrDefault(call.callNo(), List.of());
    }

    /** Of several calls at once, by {@link CallRecord#callNo}; a call that rang none is not there. */
    public Map<Long, List<CallRecord.Leg>> legs(List<CallRecord> calls) {
        return repository.legs(calls.stream().map(CallRecord::callNo).toList());
    }

    /**
     * Of some calls of one account those that have a recording, by {@link CallRecord#callNo}.
     *
     * @return {@code call_id_with_rec}, of several recordings of a call that of the first
     */
    public Map<Long, String> recorded(List<CallRecord> calls) {
        return calls.isEmpty()
                ? Map.of()
                : repository.recorded(
                        calls.getFirst().pbxId(),
                        calls.stream().map(CallRecord::callId).toList());
    }

    /** Names a call by digits, a dot and digits, as recordings are named. */
    public static String shortId(CallRecord call) {
        return IdSequence.text(call.callNo());
    }

    /**
     * Counters hour by hour.
     *
     * @param from on the account's clock; the hour that it falls into counts whole
     * @param until on the account's clock, not included
     */
    public List<CallCounter> counters(long pbxId, CounterKind kind, LocalDateTime from, LocalDateTime until) {
        LocalDateTime end = until.truncatedTo(ChronoUnit.HOURS);
        return repository.counters(
                pbxId, kind, hour(from), hour(end.isBefore(until) ? end.plusHours(1) : end), MOST_COUNTERS);
    }

    private static long hour(LocalDateTime time) {
        return CallCount.hour(time.toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    }

    /**
     * Writes calls as CSV (RFC 4180, a line of headings first), as many as there are, the oldest first.
     *
     * @param zone whose wall clock the times are of
     */
    public void csv(CallFilter filter, ZoneId zone, Appendable out) throws IOException {
        var csv = new CallCsv(out, zone);
        csv.headings();
        CallRecord last = null;
        List<CallRecord> page;
        do {
            page = repository.after(filter, last, LARGEST_PAGE);
            Map<Long, List<CallRecord.Leg>> legs = legs(page);
            for (CallRecord call : page) {
                csv.line(call, legs.getOrDefault(call.callNo(), List.of()));
                last = call;
            }
        } while (page.size() == LARGEST_PAGE);
    }
}
