package org.voicesecretary.pbx.hours;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code RRULE:FREQ=YEARLY} of RFC 5545 §3.3.10, on one day of a year.
 *
 * @param interval every so many years
 * @param count so many times; 0 = without end
 * @param until last start, in the event's own zone
 * @param month 1 to 12
 * @param day of the month; not used where there is a weekday
 * @param nth which {@code weekday} of the month: 1 the first, -1 the last
 * @param except days on which it does not begin (EXDATE)
 */
public record YearlyRule(
        int interval,
        int count,
        @Nullable LocalDateTime until,
        int month,
        int day,
        int nth,
        @Nullable DayOfWeek weekday,
        Set<LocalDate> except) {

    public YearlyRule {
        except = Set.copyOf(except);
    }

    /** When the event that began on {@code first} begins in {@code year}. */
    Optional<LocalDateTime> in(int year, LocalDateTime first) {
        if (year < first.getYear() || (year - first.getYear()) % interval != 0) {
            return Optional.empty();
        }
        return date(year)
                .filter(date -> !except.contains(date))
                .map(date -> date.atTime(first.toLocalTime()))
                .filter(start -> !start.isBefore(first))
                .filter(start -> until == null || !start.isAfter(until))
                .filter(start -> count == 0 || earlier(year, first) < count);
    }

    /** How often it was due before {@code year}; what EXDATE takes out counts (RFC 5545 §3.8.5.1). */
    private int earlier(int year, LocalDateTime first) {
        int times = 0;
        for (int y = first.getYear(); y < year && times < count; y += interval) {
            boolean due = date(y).filter(d -> !d.isBefore(first.toLocalDate())).isPresent();
            times += due ? 1 : 0;
        }
        return times;
    }

    private Optional<LocalDate> date(int year) {
        YearMonth in = YearMonth.of(year, month);
        if (weekday == null) {
            // RFC 5545 §3.3.10: a date that a year does not have is left out.
            return in.isValidDay(day) ? Optional.of(in.atDay(day)) : Optional.empty();
        }
        LocalDate date = in.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(nth, weekday));
        return date.getMonthValue() == month ? Optional.of(date) : Optional.empty();
    }
}
