package org.voicesecretary.pbx.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for any hours in any zone, the nights on which clocks change above all. */
@Tag("unit")
class HoursCalendarPropertyTest {
    private static final String NIGHTS = """
            Europe/Berlin      | 2026-03-29
            Europe/Berlin      | 2026-10-25
            Australia/Lord_Howe| 2026-10-04
            America/St_Johns   | 2010-11-07
            America/Havana     | 2026-11-01
            Asia/Beirut        | 2026-03-29
            Pacific/Apia       | 2011-12-30
            UTC                | 2026-12-31
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = NIGHTS)
    void theNextChangeIsTheFirstMinuteThatIsDifferent(String zone, LocalDate night) {
        for (int seed = 0; seed < 6; seed++) {
            WorkingHours hours = random(new Random(seed), night);
            HoursCalendar calendar = new HoursCalendar(hours, ZoneId.of(zone));
            Instant at = start(night, zone);
            HoursVerdict verdict = calendar.at(at);
            for (int minute = 1; minute < 4 * 24 * 60; minute++) {
                at = at.plus(Duration.ofMinutes(1));
                boolean due = verdict.changes().equals(Optional.of(at));
                HoursVerdict now = calendar.at(at);
                assertThat(now.open() != verdict.open())
                        .as("%s, seed %s, %s after %s: %s", zone, seed, at, verdict.words(), now.words())
                        .isEqualTo(due);
                verdict = now;
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = NIGHTS)
    void hoursAndTheirComplementAreNeverOpenTogetherNorClosedTogether(String zone, LocalDate night) {
        for (int seed = 0; seed < 6; seed++) {
            var random = new Random(seed);
            Map<DayOfWeek, DayHours> days = new EnumMap<>(DayOfWeek.class);
            Map<DayOfWeek, DayHours> others = new EnumMap<>(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                DayHours hours = within(random);
                days.put(day, hours);
                others.put(day, DayHours.OPEN.without(hours.intervals()));
            }
            var calendar = new HoursCalendar(plain(days), ZoneId.of(zone));
            var complement = new HoursCalendar(plain(others), ZoneId.of(zone));
            Instant at = start(night, zone);
            for (int minute = 0; minute < 4 * 24 * 60; minute++) {
                at = at.plus(Duration.ofMinutes(1));
                assertThat(calendar.at(at).open())
                        .as("%s, seed %s, %s", zone, seed, at)
                        .isNotEqualTo(complement.at(at).open());
            }
        }
    }

    private static Instant start(LocalDate night, String zone) {
        return night.minusDays(1).atTime(12, 0).atZone(ZoneId.of(zone)).toInstant();
    }

    private static WorkingHours plain(Map<DayOfWeek, DayHours> days) {
        return new WorkingHours("n", null, new Week(days), List.of(), List.of(), Map.of());
    }

    private static WorkingHours random(Random random, LocalDate night) {
        Map<DayOfWeek, DayHours> days = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day, anything(random));
        }
        Map<LocalDate, DayHours> overrides = new HashMap<>();
        if (random.nextBoolean()) {
            overrides.put(night.plusDays(random.nextInt(3)), anything(random));
        }
        List<Holiday> holidays = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            LocalDate day = night.plusDays(random.nextInt(3));
            holidays.add(new Holiday("h", null, new Holiday.Days.Once(day, day)));
        }
        List<DayInterval> lunch =
                random.nextBoolean() ? List.of() : within(random).intervals();
        return new WorkingHours("n", null, new Week(days), lunch, holidays, overrides);
    }

    /** Up to three intervals of one day. */
    private static DayHours within(Random random) {
        int[] ends =
                random.ints(0, DayInterval.DAY + 1).distinct().limit(6).sorted().toArray();
        List<DayInterval> intervals = new ArrayList<>();
        for (int i = 0; i < 2 * random.nextInt(4); i += 2) {
            intervals.add(new DayInterval(ends[i], ends[i + 1]));
        }
        return new DayHours(intervals);
    }

    private static DayHours anything(Random random) {
        DayHours hours = within(random);
        if (hours.closed() || random.nextBoolean()) {
            return random.nextInt(4) == 0 ? DayHours.OPEN : hours;
        }
        DayInterval last = hours.intervals().getLast();
        List<DayInterval> longer = new ArrayList<>(hours.intervals());
        longer.set(longer.size() - 1, new DayInterval(last.from(), DayInterval.DAY + 1 + random.nextInt(600)));
        return new DayHours(longer);
    }
}
