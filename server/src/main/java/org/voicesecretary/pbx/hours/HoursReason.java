package org.voicesecretary.pbx.hours;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Why an office is open or closed. */
public sealed interface HoursReason {
    /**
     * The ordinary week.
     *
     * @param hours of that day, breaks taken out
     */
    record OrdinaryDay(DayOfWeek day, DayHours hours) implements HoursReason {}

    /** Hours of this one date. */
    record Override(LocalDate date, DayHours hours) implements HoursReason {}

    /** Only ever closed. */
    record Lunch(DayInterval during) implements HoursReason {}

    /**
     * Only ever closed.
     *
     * @param part what the holiday takes of the date
     */
    record OnHoliday(Holiday holiday, LocalDate date, DayInterval part) implements HoursReason {}

    /** In words, after "open: " or "closed: ". */
    default String words(boolean open) {
        return switch (this) {
            case OrdinaryDay(var day, var hours) when hours.closed() -> Week.name(day) + " has no working hours";
            case OrdinaryDay(var day, var hours) -> (open ? "" : "outside ") + Week.name(day) + " " + hours;
            case Override(var date, var hours) ->
                (open || hours.closed() ? "override of " : "outside the override of ") + date + ": " + hours;
            case Lunch(var during) -> "lunch " + during;
            case OnHoliday(var holiday, var date, var part) -> holiday.words(date, part);
        };
    }
}
