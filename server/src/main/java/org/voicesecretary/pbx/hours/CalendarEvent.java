package org.voicesecretary.pbx.hours;

import com.ibm.icu.util.TimeZone;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The times of one VEVENT. */
final class CalendarEvent {
    private static final Pattern TIME = Pattern.compile("(\\d{8})(?:T(\\d{6})(Z?))?");
    private static final Pattern WEEKDAY = Pattern.compile("([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)");
    private static final Pattern LENGTH =
            Pattern.compile("\\+?P(?:(\\d{1,4})W)?(?:(\\d{1,4})D)?(T(?:\\d{1,6}[HMS])+)?");
    private static final List<String> WEEKDAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
    private static final Set<String> RULE_PARTS =
            Set.of("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST");

    private final ContentLine start;
    private final Map<String, ContentLine> properties;
    private final List<ContentLine> exceptions;
    private final List<ContentLine> additions;
    private final Complaints complaints;

    /** Where problems go. */
    interface Complaints {
        void add(int line, String message);
    }

    /** @param wholeDay a DATE, not a DATE-TIME */
    private record Time(
            LocalDateTime local, boolean wholeDay, @Nullable ZoneId zone) {
        LocalDateTime in(@Nullable ZoneId other) {
            return zone == null || other == null
                    ? local
                    : local.atZone(zone).withZoneSameInstant(other).toLocalDateTime();
        }
    }

    CalendarEvent(
            ContentLine start,
            Map<String, ContentLine> properties,
            List<ContentLine> exceptions,
            List<ContentLine> additions,
            Complaints complaints) {
        this.start = start;
        this.properties = properties;
        this.exceptions = exceptions;
        this.additions = additions;
        this.complaints = complaints;
    }

    /** When the event is; none if that could not be read, and then somebody has been told. */
    List<Holiday.Days> days() {
        Time from = read(start, CalendarEvent::time);
        if (from == null) {
            return List.of();
        }
        LocalDateTime end = end(from);
        ContentLine rrule = properties.get("RRULE");
        YearlyRule rule = rrule == null ? null : read(rrule, line -> rule(line, from));
        if (end == null || rrule != null && rule == null) {
            return List.of();
        }
        if (rule != null && end.isAfter(from.local().plusYears(1))) {
            complaints.add(start.line(), "the event lasts for more than a year and comes back every year");
            return List.of();
        }
        List<Holiday.Days> days = new ArrayList<>();
        days.add(new Holiday.Days.Event(from.local(), end, from.zone(), rule));
        for (LocalDateTime added : times(additions, from)) {
            LocalDateTime until = added.plus(Duration.between(from.local(), end));
            days.add(new Holiday.Days.Event(added, until, from.zone(), null));
        }
        return days;
    }

    private <T> @Nullable T read(ContentLine line, Function<ContentLine, T> reader) {
        try {
            return reader.apply(line);
        } catch (IllegalArgumentException e) {
            complaints.add(line.line(), line.name() + " " + e.getMessage());
            return null;
        }
    }

    private @Nullable LocalDateTime end(Time from) {
        ContentLine dtend = properties.get("DTEND");
        ContentLine duration = properties.get("DURATION");
        if (dtend == null && duration != null) {
            return read(duration, line -> plus(from.local(), line.value()));
        }
        if (dtend == null) {
            // RFC 5545 §3.6.1: a DATE lasts that day, a DATE-TIME no time at all.
            return from.wholeDay() ? from.local().plusDays(1) : from.local();
        }
        return read(dtend, line -> {
            Time to = time(line);
            if (to.wholeDay() != from.wholeDay()) {
                throw new IllegalArgumentException("\"" + line.value() + "\" and DTSTART \"" + start.value()
                        + "\" differ in kind; expected two dates or two times");
            }
            LocalDateTime end = to.in(from.zone());
            if (end.isBefore(from.local())) {
                throw new IllegalArgumentException(
                        "\"" + line.value() + "\" is before DTSTART \"" + start.value() + "\"");
            }
            // Some programs write the same day twice for one day.
            return to.wholeDay() && end.equals(from.local()) ? end.plusDays(1) : end;
        });
    }

    private static LocalDateTime plus(LocalDateTime from, String text) {
        Matcher m = LENGTH.matcher(text);
        if (!m.matches() || text.endsWith("P")) {
            throw new IllegalArgumentException("\"" + text + "\" is no length of time; expected P1D or PT3H");
        }
        int days = number(m.group(1)) * 7 + number(m.group(2));
        try {
            Duration time = m.group(3) == null ? Duration.ZERO : Duration.parse("P" + m.group(3));
            return from.plus(Period.ofDays(days)).plus(time);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no length of time; expected hours, minutes, seconds in this order", e);
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static Time time(ContentLine line) {
        return time(line.value(), line.parameters().get("TZID"));
    }

    private static Time time(String text, @Nullable String zone) {
        Matcher m = TIME.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no date; expected 20261225 or 20261225T090000");
        }
        try {
            LocalDate date = LocalDate.parse(m.group(1), DateTimeFormatter.BASIC_ISO_DATE);
            if (m.group(2) == null) {
                return new Time(date.atStartOfDay(), true, null);
            }
            LocalTime time = LocalTime.parse(m.group(2), DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT));
            return new Time(
                    date.atTime(time),
                    false,
                    "Z".equals(m.group(3)) ? ZoneOffset.UTC : zone == null ? null : zone(zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" names a day or a time that no calendar has", e);
        }
    }

    /** Mail programs of Windows write that system's names. */
    private static ZoneId zone(String name) {
        String windows = TimeZone.getIDForWindowsID(name, null);
        try {
            return ZoneId.of(windows != null ? windows : name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "TZID \"" + name + "\" is no known time zone; expected a name such as Europe/Berlin", e);
        }
    }

    private YearlyRule rule(ContentLine line, Time from) {
        Map<String, String> parts = parts(line.value());
        LocalDate first = from.local().toLocalDate();
        int month = whole(parts, "BYMONTH", first.getMonthValue(), 1, 12);
        int nth = 0;
        DayOfWeek weekday = null;
        String byDay = parts.get("BYDAY");
        if (byDay != null) {
            Matcher m = WEEKDAY.matcher(byDay);
            if (!m.matches() || !parts.containsKey("BYMONTH") || parts.containsKey("BYMONTHDAY")) {
                throw new IllegalArgumentException("BYDAY=" + byDay
                        + " is not understood so; expected BYMONTH=11;BYDAY=4TH, one weekday of a month");
            }
            nth = Integer.parseInt(m.group(1));
            weekday = DayOfWeek.of(WEEKDAYS.indexOf(m.group(2)) + 1);
        }
        return new YearlyRule(
                whole(parts, "INTERVAL", 1, 1, 100),
                whole(parts, "COUNT", 0, 1, 10_000),
                until(parts.get("UNTIL"), from),
                month,
                whole(parts, "BYMONTHDAY", first.getDayOfMonth(), 1, 31),
                nth,
                weekday,
                exceptDates(from));
    }

    private static Map<String, String> parts(String rule) {
        Map<String, String> parts = new HashMap<>();
        for (String part : rule.toUpperCase(Locale.ROOT).split(";", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            if (!RULE_PARTS.contains(key) || equals < 0) {
                throw new IllegalArgumentException("has \"" + part
                        + "\", which is not understood; expected FREQ=YEARLY with INTERVAL, COUNT, UNTIL,"
                        + " BYMONTH, BYMONTHDAY or BYDAY, or one event for each day");
            }
            parts.put(key, part.substring(equals + 1));
        }
        String frequency = parts.getOrDefault("FREQ", "");
        if (!frequency.equals("YEARLY")) {
            throw new IllegalArgumentException("FREQ=" + frequency
                    + " is not understood; expected FREQ=YEARLY: what comes every week belongs into \"week\"");
        }
        return parts;
    }

    private static int whole(Map<String, String> parts, String key, int absent, int least, int most) {
        String text = parts.get(key);
        if (text == null) {
            return absent;
        }
        int value = text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + "=" + text + " is out of range; expected one number, " + least + " to " + most);
        }
        return value;
    }

    private static @Nullable LocalDateTime until(@Nullable String text, Time from) {
        if (text == null) {
            return null;
        }
        Time until = time(text, null);
        return until.wholeDay() ? until.local().toLocalDate().atTime(LocalTime.MAX) : until.in(from.zone());
    }

    private Set<LocalDate> exceptDates(Time from) {
        return times(exceptions, from).stream().map(LocalDateTime::toLocalDate).collect(Collectors.toSet());
    }

    /** Of EXDATE or RDATE, in the zone of the event. */
    private List<LocalDateTime> times(List<ContentLine> lines, Time from) {
        List<LocalDateTime> times = new ArrayList<>();
        for (ContentLine line : lines) {
            for (String text : line.value().split(",", -1)) {
                Time time = read(line, l -> time(text.strip(), l.parameters().get("TZID")));
                if (time != null) {
                    times.add(time.in(from.zone()));
                }
            }
        }
        return times;
    }
}
