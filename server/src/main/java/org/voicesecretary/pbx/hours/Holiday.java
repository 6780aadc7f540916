package org.voicesecretary.pbx.hours;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Days, or hours of a day, on which the ordinary week does not hold.
 *
 * @param name may be empty
 * @param file the iCalendar file that it comes from; null = the list in account.yaml
 */
public record Holiday(String name, @Nullable String file, Days days) {
    private static final Pattern DATE = Pattern.compile("(\\d{4}-)?\\d{2}-\\d{2}");
    private static final Pattern FORM = Pattern.compile("([\\d-]+)(?:\\s*\\.\\.\\s*([\\d-]+))?(?:\\s+(\\S.*))?");

    /** Which days. */
    public sealed interface Days {
        /** @param last included */
        record Once(LocalDate first, LocalDate last) implements Days {}

        /** @param last included; before {@code first} = in the next year */
        record Yearly(MonthDay first, MonthDay last) implements Days {}

        /**
         * An event of a calendar.
         *
         * @param end itself no longer inside
         * @param zone of both; null = where the office is
         * @param repeated null = it happens once
         */
        record Event(
                LocalDateTime start,
                LocalDateTime end,
                @Nullable ZoneId zone,
                @Nullable YearlyRule repeated) implements Days {}
    }

    /**
     * {@code 01-01 New Year}, {@code 2026-12-25 Christmas}, {@code 2026-12-24..2026-12-26 Christmas}, {@code 12-31..01-01}.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote the text
     */
    static Holiday parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no holiday; expected \"01-01 New Year\","
                    + " \"2026-12-25 Christmas\" or \"2026-12-24..2026-12-26 Christmas\"");
        }
        String first = m.group(1);
        String last = m.group(2) == null ? first : m.group(2);
        String name = m.group(3) == null ? "" : m.group(3).strip();
        boolean yearly = yearly(first);
        if (yearly != yearly(last)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has a year on one side only; expected it on both or on none");
        }
        try {
            if (yearly) {
                return new Holiday(
                        name, null, new Days.Yearly(MonthDay.parse("--" + first), MonthDay.parse("--" + last)));
            }
            var once = new Days.Once(LocalDate.parse(first), LocalDate.parse(last));
            if (once.last().isBefore(once.first())) {
                throw new IllegalArgumentException("\"" + text + "\" ends before it begins");
            }
            return new Holiday(name, null, once);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" names a day that no calendar has", e);
        }
    }

    private static boolean yearly(String date) {
        Matcher m = DATE.matcher(date);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "\"" + date + "\" is no date; expected 2026-12-25, or 12-25 for every year");
        }
        return m.group(1) == null;
    }

    /**
     * The part of {@code date} that is holiday.
     *
     * @param zone where the office is
     */
    Optional<DayInterval> on(LocalDate date, ZoneId zone) {
        return switch (days) {
            case Days.Once(var first, var last) ->
                date.isBefore(first) || date.isAfter(last) ? Optional.empty() : Optional.of(DayInterval.WHOLE_DAY);
            case Days.Yearly yearly -> on(yearly, date) ? Optional.of(DayInterval.WHOLE_DAY) : Optional.empty();
            case Days.Event event -> on(event, date, zone);
        };
    }

    private static boolean on(Days.Yearly yearly, LocalDate date) {
        MonthDay day = MonthDay.from(date);
        boolean started = !day.isBefore(yearly.first());
        boolean lasts = !day.isAfter(yearly.last());
        return yearly.last().isBefore(yearly.first()) ? started || lasts : started && lasts;
    }

    private static Optional<DayInterval> on(Days.Event event, LocalDate date, ZoneId zone) {
        YearlyRule rule = event.repeated();
        if (rule == null) {
            return part(event, event.start(), date, zone);
        }
        // An event that began last year may last into this one, and New Year is not everywhere at once.
        for (int year = date.getYear() - 1; year <= date.getYear() + 1; year++) {
            var part = rule.in(year, event.start()).flatMap(start -> part(event, start, date, zone));
            if (part.isPresent()) {
                return part;
            }
        }
        return Optional.empty();
    }

    /** What the event takes of {@code date} when it starts at {@code start}. */
    private static Optional<DayInterval> part(Days.Event event, LocalDateTime start, LocalDate date, ZoneId zone) {
        LocalDateTime end = start.plus(ChronoUnit.SECONDS.between(event.start(), event.end()), ChronoUnit.SECONDS);
        // No two zones are more than a day and two hours apart; most events are far away and need no arithmetic of
        // zones.
        if (start.toLocalDate().minusDays(2).isAfter(date)
                || end.toLocalDate().plusDays(2).isBefore(date)) {
            return Optional.empty();
        }
        LocalDateTime midnight = date.atStartOfDay();
        long from = ChronoUnit.MINUTES.between(midnight, local(start, event.zone(), zone));
        long seconds = ChronoUnit.SECONDS.between(midnight, local(end, event.zone(), zone));
        int first = (int) Math.max(0, Math.min(DayInterval.DAY, from));
        int past = (int) Math.max(0, Math.min(DayInterval.DAY, Math.ceilDiv(seconds, 60L)));
        return past > first ? Optional.of(new DayInterval(first, past)) : Optional.empty();
    }

    private static LocalDateTime local(LocalDateTime time, @Nullable ZoneId its, ZoneId ours) {
        return its == null ? time : time.atZone(its).withZoneSameInstant(ours).toLocalDateTime();
    }

    /**
     * {@code holiday "Christmas" (holidays.ics, 2026-12-25)}.
     *
     * @param part what it takes of {@code date}
     */
    String words(LocalDate date, DayInterval part) {
        return "holiday " + (name.isEmpty() ? "" : "\"" + name + "\" ") + "(" + (file == null ? "" : file + ", ") + date
                + (part.equals(DayInterval.WHOLE_DAY) ? "" : " " + part) + ")";
    }
}
