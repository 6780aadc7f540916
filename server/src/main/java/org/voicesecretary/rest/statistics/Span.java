package org.voicesecretary.rest.statistics;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.voicesecretary.cdr.CallFilter;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.Parameters;
import org.voicesecretary.rest.RestFault;

/**
 * From when to when, on the account's clock, to the second and both included. From the first of the month until now where nothing is
 * said; what is longer than a month is cut to 30 days.
 */
record Span(LocalDateTime start, LocalDateTime end, ZoneId zone) {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Duration CUT = Duration.ofDays(30);

    static Span of(Parameters parameters, ZoneId zone, Instant now) throws RestFault {
        LocalDateTime here = LocalDateTime.ofInstant(now, zone).truncatedTo(ChronoUnit.SECONDS);
        LocalDateTime end = parameters.parsed("end", text -> parse(text, false)).orElse(here);
        LocalDateTime start = parameters
                .parsed("start", text -> parse(text, true))
                .orElseGet(() -> here.toLocalDate().withDayOfMonth(1).atStartOfDay());
        if (end.isBefore(start)) {
            if (parameters.filled("start").isPresent()) {
                throw RestFault.wrong("end", "it is before start, " + FORM.format(start));
            }
            start = end.toLocalDate().withDayOfMonth(1).atStartOfDay();
        }
        // A whole month is no more than a month, whether or not its last second is in it.
        return end.isAfter(start.plusMonths(1)) ? new Span(start, start.plus(CUT), zone) : new Span(start, end, zone);
    }

    private static LocalDateTime parse(String text, boolean begin) {
        try {
            return text.length() == 10
                    ? (begin
                            ? LocalDate.parse(text).atStartOfDay()
                            : LocalDate.parse(text).atTime(23, 59, 59))
                    : LocalDateTime.parse(text.replace('T', ' '), FORM);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time; expected YYYY-MM-DD HH:MM:SS", e);
        }
    }

    CallFilter filter(long pbxId) {
        return CallFilter.all(
                pbxId,
                start.atZone(zone).toInstant(),
                end.plusSeconds(1).atZone(zone).toInstant());
    }

    Answer envelope() {
        return Answer.empty().text("start", FORM.format(start)).text("end", FORM.format(end));
    }

    /** A time of a call as it is shown. */
    String text(Instant time) {
        return FORM.format(time.atZone(zone));
    }
}
