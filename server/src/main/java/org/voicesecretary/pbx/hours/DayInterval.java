package org.voicesecretary.pbx.hours;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a day by the clock on the wall.
 *
 * @param from minutes after the day's midnight
 * @param to minutes after the same midnight, itself no longer inside; more than {@link #DAY} is in the next day
 */
public record DayInterval(int from, int to) implements Comparable<DayInterval> {
    static final int DAY = 24 * 60;
    static final DayInterval WHOLE_DAY = new DayInterval(0, DAY);

    private static final Pattern FORM = Pattern.compile("(\\d{1,2}):(\\d{2})\\s*[-–]\\s*(\\d{1,2}):(\\d{2})");

    public DayInterval {
        if (from < 0 || to <= from || to > 2 * DAY) {
            throw new IllegalArgumentException("minutes " + from + " to " + to + " are no part of a day");
        }
    }

    /**
     * {@code 09:00-18:00}; {@code 22:00-06:00} goes over midnight; {@code 24:00} ends a day.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote the text
     */
    static DayInterval parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text.strip() + "\" is no time of day; expected an interval such as 09:00-18:00");
        }
        int from = minutes(text, m.group(1), m.group(2));
        int to = minutes(text, m.group(3), m.group(4));
        if (from == DAY) {
            throw new IllegalArgumentException("\"" + text.strip() + "\" begins at 24:00; write 00:00 of the next day");
        }
        if (from == to) {
            throw new IllegalArgumentException(
                    "\"" + text.strip() + "\" has no length; for the whole day write 00:00-24:00");
        }
        return new DayInterval(from, to < from ? to + DAY : to);
    }

    private static int minutes(String text, String hour, String minute) {
        int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        if (minutes > DAY || Integer.parseInt(minute) > 59) {
            throw new IllegalArgumentException("\"" + text.strip() + "\" has no such time of day: " + hour + ":"
                    + minute + "; expected 00:00 to 24:00");
        }
        return minutes;
    }

    boolean contains(int minute) {
        return minute >= from && minute < to;
    }

    boolean overlaps(DayInterval other) {
        return from < other.to && other.from < to;
    }

    /** What is left of this without {@code cut}: nothing, one piece or two. */
    List<DayInterval> minus(DayInterval cut) {
        if (!overlaps(cut)) {
            return List.of(this);
        }
        List<DayInterval> left = new ArrayList<>();
        if (from < cut.from) {
            left.add(new DayInterval(from, cut.from));
        }
        if (cut.to < to) {
            left.add(new DayInterval(cut.to, to));
        }
        return left;
    }

    /** The same part, counted from the midnight of the day before. */
    DayInterval ofTheNextDay() {
        return new DayInterval(from + DAY, to + DAY);
    }

    @Override
    public int compareTo(DayInterval other) {
        return from != other.from ? Integer.compare(from, other.from) : Integer.compare(to, other.to);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return clock(from) + "-" + (to == DAY ? "24:00" : clock(to));
    }

    static String clock(int minute) {
        int ofDay = minute % DAY;
        return "%02d:%02d".formatted(ofDay / 60, ofDay % 60);
    }
}
