package org.voicesecretary.pbx.hours;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Whether an office is open at an instant.
 *
 * @param hours the name of the working hours
 * @param changes when it next opens or closes; empty = not within {@value HoursCalendar#HORIZON_DAYS} days
 */
public record HoursVerdict(
        String hours, Instant at, ZoneId zone, boolean open, HoursReason reason, Optional<Instant> changes) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    /** {@code open: Thursday 09:00-13:00, 14:00-18:00} or {@code closed: holiday "Christmas" (2026-12-25)}. */
    public String words() {
        return (open ? "open: " : "closed: ") + reason.words(open);
    }

    /** {@code closes 18:00}, {@code opens Monday 2026-12-28 09:00}, {@code stays open}. */
    public String next() {
        if (changes.isEmpty()) {
            return open ? "stays open" : "stays closed";
        }
        ZonedDateTime when = changes.get().atZone(zone);
        LocalDate day = when.toLocalDate();
        boolean today = day.equals(at.atZone(zone).toLocalDate());
        return (open ? "closes " : "opens ")
                + (today ? "" : Week.name(day.getDayOfWeek()) + " " + day + " ")
                + CLOCK.format(when);
    }
}
