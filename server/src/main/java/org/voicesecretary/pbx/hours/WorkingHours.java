package org.voicesecretary.pbx.hours;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When an office works. The date decides: an override holds for its whole date, lunch and holidays close parts of all others. What
 * goes over midnight belongs to the day on which it begins; it ends at midnight where the next date has an override or is a holiday,
 * and does not begin at all on a holiday.
 *
 * @param timeZone null = the account's
 * @param lunch closed parts of every day of the week
 */
public record WorkingHours(
        String name,
        @Nullable ZoneId timeZone,
        Week week,
        List<DayInterval> lunch,
        List<Holiday> holidays,
        Map<LocalDate, DayHours> overrides) {

    public WorkingHours {
        lunch = List.copyOf(lunch);
        holidays = List.copyOf(holidays);
        overrides = Map.copyOf(overrides);
    }

    /**
     * What holds at an instant.
     *
     * @param accountZone where these hours name no zone of their own
     */
    public HoursVerdict at(Instant when, ZoneId accountZone) {
        return new HoursCalendar(this, timeZone == null ? accountZone : timeZone).at(when);
    }
}
