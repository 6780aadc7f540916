package org.voicesecretary.pbx.hours;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.voicesecretary.config.Nearest;

/**
 * The hours of an ordinary week.
 *
 * @param days a day that is absent is closed
 */
public record Week(Map<DayOfWeek, DayHours> days) {
    private static final List<String> NAMES =
            Stream.of(DayOfWeek.values()).map(Week::shortName).toList();

    public Week {
        days = Map.copyOf(days);
    }

    DayHours on(DayOfWeek day) {
        return days.getOrDefault(day, DayHours.CLOSED);
    }

    /**
     * The days that a key names: {@code mon}, {@code mon-fri}, {@code sat,sun}, {@code fri-mon}, {@code daily}.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote the text
     */
    static Set<DayOfWeek> parseDays(String text) {
        if (text.strip().equalsIgnoreCase("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException("\"" + part.strip() + "\" is no range of days; expected mon-fri");
            }
            DayOfWeek last = day(ends[ends.length - 1]);
            for (DayOfWeek day = day(ends[0]); day != last; day = day.plus(1)) {
                days.add(day);
            }
            days.add(last);
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (name.equals(shortName(day)) || name.equals(day.name().toLowerCase(Locale.ROOT))) {
                return day;
            }
        }
        throw new IllegalArgumentException(
                "\"" + text.strip() + "\" is no day of the week" + Nearest.hint(name, NAMES));
    }

    private static String shortName(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    /** {@code Thursday}. */
    static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
