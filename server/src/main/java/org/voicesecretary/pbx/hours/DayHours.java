package org.voicesecretary.pbx.hours;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When one day is open.
 *
 * @param intervals in order, without overlaps; none = closed
 */
public record DayHours(List<DayInterval> intervals) {
    static final DayHours CLOSED = new DayHours(List.of());
    static final DayHours OPEN = new DayHours(List.of(DayInterval.WHOLE_DAY));

    public DayHours {
        intervals = intervals.stream().sorted().toList();
        for (int i = 1; i < intervals.size(); i++) {
            if (intervals.get(i - 1).overlaps(intervals.get(i))) {
                throw new IllegalArgumentException(
                        intervals.get(i - 1) + " and " + intervals.get(i) + " overlap; write them as one");
            }
        }
    }

    /**
     * {@code 09:00-13:00, 14:00-18:00}, {@code open} or {@code 24h} (the whole day), {@code closed}.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote the text
     */
    public static DayHours parse(String text) {
        return switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "open", "24h" -> OPEN;
            case "closed" -> CLOSED;
            default -> {
                List<DayInterval> intervals = new ArrayList<>();
                for (String part : text.split(",", -1)) {
                    intervals.add(DayInterval.parse(part));
                }
                yield new DayHours(intervals);
            }
        };
    }

    /** By the clock on the wall; what goes over midnight holds before and after it. */
    public boolean contains(LocalTime time) {
        int minute = time.toSecondOfDay() / 60;
        return intervals.stream().anyMatch(i -> i.contains(minute) || i.contains(minute + DayInterval.DAY));
    }

    boolean closed() {
        return intervals.isEmpty();
    }

    /** Without these parts of every day. */
    DayHours without(List<DayInterval> breaks) {
        List<DayInterval> left = intervals;
        for (DayInterval each : breaks) {
            left = cut(left, each);
            if (each.to() <= DayInterval.DAY) {
                left = cut(left, each.ofTheNextDay());
            }
        }
        return new DayHours(left);
    }

    private static List<DayInterval> cut(List<DayInterval> from, DayInterval part) {
        return from.stream().flatMap(i -> i.minus(part).stream()).toList();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return closed()
                ? "closed"
                : intervals.stream().map(DayInterval::toString).collect(Collectors.joining(", "));
    }
}
