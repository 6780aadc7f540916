package org.voicesecretary.pbx.hours;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Working hours laid on the dates of a time zone. */
final class HoursCalendar {
    /** How far the next change is looked for: more than a year, so that yearly things are found. */
    static final int HORIZON_DAYS = 400;

    private final WorkingHours hours;
    private final ZoneId zone;

    HoursCalendar(WorkingHours hours, ZoneId zone) {
        this.hours = hours;
        this.zone = zone;
    }

    /** @param owner the date that the piece began on */
    private record Piece(DayInterval part, LocalDate owner) {}

    HoursVerdict at(Instant when) {
        LocalDate date = dateOf(when);
        Optional<Piece> piece =
                pieces(date).stream().filter(p -> inside(date, p.part, when)).findFirst();
        HoursReason reason = piece.map(p -> plan(p.owner)).orElseGet(() -> closedBy(date, when));
        return new HoursVerdict(
                hours.name(), when, zone, piece.isPresent(), reason, nextChange(date, when, piece.isPresent()));
    }

    private HoursReason plan(LocalDate date) {
        DayHours override = hours.overrides().get(date);
        return override != null
                ? new HoursReason.Override(date, override)
                : new HoursReason.OrdinaryDay(
                        date.getDayOfWeek(), ordinary(date).without(hours.lunch()));
    }

    private HoursReason closedBy(LocalDate date, Instant when) {
        if (hours.overrides().containsKey(date)) {
            return plan(date);
        }
        for (Holiday holiday : hours.holidays()) {
            var part = holiday.on(date, zone).filter(p -> inside(date, p, when));
            if (part.isPresent()) {
                return new HoursReason.OnHoliday(holiday, date, part.get());
            }
        }
        boolean work = work(date).stream().anyMatch(p -> inside(date, p.part, when));
        return hours.lunch().stream()
                .filter(lunch -> work && inside(date, lunch, when))
                .<HoursReason>map(HoursReason.Lunch::new)
                .findFirst()
                .orElseGet(() -> plan(date));
    }

    /** When a date is open: its own hours and what lasts into it from the day before, in order of their begin. */
    private List<Piece> pieces(LocalDate date) {
        List<Piece> pieces = work(date);
        if (!hours.overrides().containsKey(date)) {
            for (DayInterval lunch : hours.lunch()) {
                pieces = cut(pieces, lunch);
            }
            for (Holiday holiday : hours.holidays()) {
                DayInterval part = holiday.on(date, zone).orElse(null);
                pieces = part == null ? pieces : cut(pieces, part);
            }
        }
        return pieces.stream().sorted(Comparator.comparing(Piece::part)).toList();
    }

    private static List<Piece> cut(List<Piece> pieces, DayInterval part) {
        List<Piece> left = new ArrayList<>();
        for (Piece piece : pieces) {
            piece.part.minus(part).forEach(p -> left.add(new Piece(p, piece.owner)));
        }
        return left;
    }

    /** As {@link #pieces}, without breaks. */
    private List<Piece> work(LocalDate date) {
        List<Piece> pieces = new ArrayList<>();
        DayHours override = hours.overrides().get(date);
        for (DayInterval own : (override != null ? override : ordinary(date)).intervals()) {
            pieces.add(new Piece(new DayInterval(own.from(), Math.min(own.to(), DayInterval.DAY)), date));
        }
        LocalDate before = date.minusDays(1);
        DayHours last = hours.overrides().getOrDefault(before, ordinary(before));
        for (DayInterval i : last.intervals()) {
            if (i.to() > DayInterval.DAY && override == null && workedAtMidnight(before)) {
                pieces.add(new Piece(new DayInterval(0, i.to() - DayInterval.DAY), before));
            }
        }
        return pieces;
    }

    /** False if the date ends as a holiday, so that nothing lasts from it into the next. */
    private boolean workedAtMidnight(LocalDate date) {
        return hours.overrides().containsKey(date)
                || hours.holidays().stream()
                        .flatMap(h -> h.on(date, zone).stream())
                        .noneMatch(part -> part.contains(DayInterval.DAY - 1));
    }

    private DayHours ordinary(LocalDate date) {
        return hours.week().on(date.getDayOfWeek());
    }

    private Optional<Instant> nextChange(LocalDate date, Instant when, boolean open) {
        Instant end = when;
        for (int day = 0; day < HORIZON_DAYS; day++) {
            LocalDate on = date.plusDays(day);
            for (Piece piece : pieces(on)) {
                Instant from = instant(on, piece.part.from());
                Instant to = instant(on, piece.part.to());
                if (!to.isAfter(from) || !to.isAfter(when)) {
                    continue;
                }
                if (!open) {
                    return Optional.of(from);
                }
                if (from.isAfter(end)) {
                    return Optional.of(end);
                }
                end = to.isAfter(end) ? to : end;
            }
        }
        return open && end.isBefore(instant(date.plusDays(HORIZON_DAYS), 0)) ? Optional.of(end) : Optional.empty();
    }

    private boolean inside(LocalDate date, DayInterval part, Instant when) {
        return !when.isBefore(instant(date, part.from())) && when.isBefore(instant(date, part.to()));
    }

    /**
     * When the clock on the wall first shows that minute, or first shows a later one where the minute is left out. So each minute
     * of a date has one instant, later minutes never have earlier ones, and hours that touch on paper touch in time.
     */
    private Instant instant(LocalDate date, int minute) {
        LocalDateTime local = date.atStartOfDay().plusMinutes(minute);
        @Nullable ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    /** Not always the date on the wall: clocks have been put back over midnight. */
    private LocalDate dateOf(Instant when) {
        LocalDate date = when.atZone(zone).toLocalDate();
        if (!when.isBefore(instant(date, DayInterval.DAY))) {
            return date.plusDays(1);
        }
        return when.isBefore(instant(date, 0)) ? date.minusDays(1) : date;
    }
}
