package org.voicesecretary.cdr;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls as lines of CSV. A cell that a spreadsheet would take for a formula is made text by an apostrophe before it. */
final class CallCsv {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final String FORMULA = "=+-@\t\r\n";

    private final Appendable out;
    private final ZoneId zone;

    CallCsv(Appendable out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    void headings() throws IOException {
        line(
                "pbx_call_id",
                "direction",
                "start",
                "answer",
                "end",
                "caller",
                "called",
                "extension",
                "seconds",
                "disposition",
                "cause",
                "hung_up_by",
                "fault",
                "legs");
    }

    void line(CallRecord call, List<CallRecord.Leg> legs) throws IOException {
        CallRecord.End end = call.end();
        line(
                call.callId(),
                call.direction().word(),
                time(call.startedAt()),
                time(call.answeredAt()),
                end == null ? "" : time(end.at()),
                call.caller(),
                call.called(),
                call.extension() == null ? "" : call.extension(),
                end == null ? "" : String.valueOf(end.durationSeconds()),
                end == null ? "" : end.disposition(),
                end == null ? "" : String.valueOf(end.cause()),
                end == null ? "" : end.endedBy(),
                end == null || end.fault() == null ? "" : end.fault(),
                legs.stream().map(CallCsv::text).collect(Collectors.joining("; ")));
    }

    /** {@code 101: no answer 19}. */
    private static String text(CallRecord.Leg leg) {
        return leg.party() + ": " + leg.disposition() + " " + leg.cause();
    }

    private String time(@Nullable Instant instant) {
        return instant == null ? "" : TIME.format(instant.atZone(zone));
    }

    private void line(String... cells) throws IOException {
        out.append(Arrays.stream(cells).map(CallCsv::cell).collect(Collectors.joining(",", "", "\r\n")));
    }

    static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n' || c == ';')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
