package org.voicesecretary.pbx.hours;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;

/**
 * Reads the holidays of an iCalendar file (RFC 5545): each VEVENT is one, whole days or hours, once or every year. What says when an
 * event happens and is not understood is a problem with its line; everything else of the file is passed over.
 */
public final class HolidayFile {
    private static final int MAX_EVENTS = 2_000;
    private static final Set<String> ONCE =
            Set.of("SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "STATUS", "RECURRENCE-ID");

    private final Path file;
    private final String name;
    private final Problems problems;
    private final List<Holiday> holidays = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, ContentLine> properties = new HashMap<>();
    private final List<ContentLine> exceptions = new ArrayList<>();
    private final List<ContentLine> additions = new ArrayList<>();
    private int begin;

    private HolidayFile(Path file, String name, Problems problems) {
        this.file = file;
        this.name = name;
        this.problems = problems;
    }

    /** @param name what to call the file in messages and verdicts */
    public static List<Holiday> parse(byte[] content, Path file, String name, Problems problems) {
        return new HolidayFile(file, name, problems).parse(content);
    }

    /** The same calendar as text, each content line on a line of its own: folding may cut letters into halves. */
    static String unfolded(byte[] content) {
        return ContentLine.unfold(content).stream()
                .map(ContentLine.Unfolded::text)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private List<Holiday> parse(byte[] content) {
        List<ContentLine.Unfolded> lines = ContentLine.unfold(content);
        if (lines.isEmpty() || !lines.getFirst().text().strip().equalsIgnoreCase("BEGIN:VCALENDAR")) {
            complain(1, "this is no calendar; expected an iCalendar file that begins with BEGIN:VCALENDAR");
            return List.of();
        }
        for (ContentLine.Unfolded line : lines) {
            try {
                if (!take(line.parse())) {
                    return holidays;
                }
            } catch (IllegalArgumentException e) {
                complain(line.line(), String.valueOf(e.getMessage()));
            }
        }
        if (!open.isEmpty()) {
            complain(lines.getLast().line(), "the file ends before END:" + open.peek() + "; part of it is missing");
        }
        return List.copyOf(holidays);
    }

    /** @return false if reading on makes no sense */
    private boolean take(ContentLine line) {
        String component = line.value().toUpperCase(Locale.ROOT);
        if (line.name().equals("BEGIN")) {
            open.push(component);
            if (component.equals("VEVENT")) {
                begin = line.line();
                properties.clear();
                exceptions.clear();
                additions.clear();
            }
        } else if (line.name().equals("END")) {
            if (!component.equals(open.peek())) {
                complain(
                        line.line(),
                        "END:" + component + " closes nothing"
                                + (open.isEmpty() ? "" : "; expected END:" + open.peek() + " before it"));
                return false;
            }
            open.pop();
            if (component.equals("VEVENT")) {
                return event(line.line());
            }
        } else if ("VEVENT".equals(open.peek())) {
            property(line);
        }
        return true;
    }

    private void property(ContentLine line) {
        if (line.name().equals("EXDATE")) {
            exceptions.add(line);
        } else if (line.name().equals("RDATE")) {
            additions.add(line);
        } else if (line.name().equals("EXRULE")) {
            complain(line.line(), "EXRULE is not understood; write one event for each day");
        } else if (ONCE.contains(line.name()) && properties.putIfAbsent(line.name(), line) != null) {
            complain(line.line(), "the event has " + line.name() + " twice");
        }
    }

    private boolean event(int end) {
        @Nullable ContentLine status = properties.get("STATUS");
        if (status != null && status.value().equalsIgnoreCase("CANCELLED")) {
            return true;
        }
        @Nullable ContentLine changed = properties.get("RECURRENCE-ID");
        if (changed != null) {
            complain(
                    changed.line(),
                    "RECURRENCE-ID is not understood; leave the date out of the series by EXDATE and write an event of its own");
            return true;
        }
        @Nullable ContentLine summary = properties.get("SUMMARY");
        String called = summary == null ? "" : summary.plainText();
        @Nullable ContentLine start = properties.get("DTSTART");
        if (start == null) {
            complain(begin, "the event" + (called.isEmpty() ? "" : " \"" + called + "\"") + " has no DTSTART");
            return true;
        }
        var event = new CalendarEvent(start, properties, exceptions, additions, this::complain);
        event.days().forEach(days -> holidays.add(new Holiday(called, name, days)));
        if (holidays.size() > MAX_EVENTS) {
            complain(end, "more than " + MAX_EVENTS + " events; keep only the holidays in this file");
            return false;
        }
        return true;
    }

    private void complain(int line, String message) {
        problems.add(new Origin.Line(file, name, line), message);
    }
}
