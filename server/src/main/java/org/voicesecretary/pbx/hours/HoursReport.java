package org.voicesecretary.pbx.hours;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller of a number would meet at some time, and why: the text of {@code voice-secretary hours}.
 *
 * @param zone of the account
 * @param places the number first, then the menu it leads to, as far as they have hours
 */
public record HoursReport(String number, Instant at, ZoneId zone, List<Place> places) {
    private static final Pattern MOMENT = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{1,2}):(\\d{2}))?");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    /**
     * Something that may have working hours.
     *
     * @param name such as {@code number 442037691881} or {@code menu 0}
     * @param hours null = it is always open
     * @param open what the caller meets inside them, such as {@code the greeting of menu 0}
     * @param closed what the caller meets outside them, such as {@code the auto-responder of menu 0}
     */
    public record Place(String name, @Nullable WorkingHours hours, String open, String closed) {}

    public HoursReport {
        places = List.copyOf(places);
    }

    /**
     * {@code 2026-12-24 14:05}, or a date alone for its noon, by the clock of {@code zone}.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote the text
     */
    public static Instant moment(String text, ZoneId zone) {
        Matcher m = MOMENT.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time; expected one such as \"2026-12-24 14:05\"");
        }
        try {
            LocalTime time = m.group(2) == null
                    ? LocalTime.NOON
                    : LocalTime.of(Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)));
            LocalDateTime local = LocalDate.parse(m.group(1)).atTime(time);
            if (zone.getRules().getValidOffsets(local).isEmpty()) {
                throw new IllegalArgumentException("\"" + text + "\" does not exist in " + zone
                        + ": the clocks are put forward over it; expected another time");
            }
            return local.atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" names a day or a time that no calendar has", e);
        }
    }

    /** Lines for a terminal; what the caller meets is the first. */
    public List<String> lines() {
        List<String> why = new ArrayList<>();
        String meets = null;
        String open = "";
        for (Place place : places) {
            WorkingHours hours = place.hours();
            if (hours == null) {
                why.add(place.name() + " has no working hours: always open");
            } else {
                HoursVerdict verdict = hours.at(at, zone);
                why.add(place.name() + ", hours \"" + hours.name() + "\", " + when(verdict.zone()) + ": "
                        + verdict.words() + "; " + verdict.next());
                if (!verdict.open() && meets == null) {
                    meets = place.closed();
                }
            }
            open = place.open();
        }
        List<String> lines = new ArrayList<>();
        lines.add("A caller of " + number + " on " + when(zone) + " meets " + (meets == null ? open : meets) + ".");
        why.forEach(line -> lines.add("  " + line));
        return lines;
    }

    private String when(ZoneId where) {
        ZonedDateTime time = at.atZone(where);
        return Week.name(time.getDayOfWeek()) + " " + time.toLocalDate() + " " + CLOCK.format(time) + " (" + where
                + ")";
    }
}
