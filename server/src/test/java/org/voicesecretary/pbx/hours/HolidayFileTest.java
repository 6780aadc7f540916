package org.voicesecretary.pbx.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.config.Problem;
import org.voicesecretary.config.Problems;

@Tag("unit")
class HolidayFileTest {
    private final Problems problems = new Problems();

    /** What an event takes of days in Berlin; lines of the event are separated by blanks. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DTSTART;VALUE=DATE:20261225                                            | 2026-12-25=00:00-24:00
            DTSTART;VALUE=DATE:20261224 DTEND;VALUE=DATE:20261226                  | 2026-12-24=00:00-24:00 2026-12-25=00:00-24:00
            DTSTART;VALUE=DATE:20261224 DTEND;VALUE=DATE:20261224                  | 2026-12-24=00:00-24:00
            DTSTART;VALUE=DATE:20261224 DURATION:P2D                               | 2026-12-24=00:00-24:00 2026-12-25=00:00-24:00
            DTSTART:20261224T120000 DTEND:20261224T150000                          | 2026-12-24=12:00-15:00
            DTSTART:20261224T110000Z DTEND:20261224T140000Z                        | 2026-12-24=12:00-15:00
            DTSTART;TZID=America/New_York:20261224T120000 DURATION:PT1H30M         | 2026-12-24=18:00-19:30
            DTSTART;TZID="W. Europe Standard Time":20261224T120000 DURATION:PT1H   | 2026-12-24=12:00-13:00
            DTSTART:20261224T220000 DTEND:20261226T060000                          | 2026-12-24=22:00-24:00 2026-12-25=00:00-24:00 2026-12-26=00:00-06:00
            DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY                          | 2026-12-25=00:00-24:00
            DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY;COUNT=6                  |
            DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY;COUNT=7                  | 2026-12-25=00:00-24:00
            DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY;UNTIL=20261224           |
            DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY;UNTIL=20261225           | 2026-12-25=00:00-24:00
            DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY;INTERVAL=4               |
            DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY;INTERVAL=3;WKST=SU       | 2026-12-25=00:00-24:00
            DTSTART;VALUE=DATE:20201225 RRULE:FREQ=YEARLY EXDATE;VALUE=DATE:20261225,20271225 |
            DTSTART;VALUE=DATE:20201225 DURATION:P2D RDATE;VALUE=DATE:20261221,20261226 | 2026-12-21=00:00-24:00 2026-12-22=00:00-24:00 2026-12-26=00:00-24:00 2026-12-27=00:00-24:00
            DTSTART:20201225T120000 DTEND:20201225T130000 RDATE:20261221T100000     | 2026-12-21=10:00-11:00
            DTSTART;VALUE=DATE:20211224 RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=-1FR    | 2026-12-25=00:00-24:00
            DTSTART;VALUE=DATE:20211224 RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=4TH     | 2026-12-24=00:00-24:00
            DTSTART;VALUE=DATE:20211224 RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=26 | 2026-12-26=00:00-24:00
            DTSTART;VALUE=DATE:20271225 RRULE:FREQ=YEARLY                          |
            DTSTART;VALUE=DATE:20261225 STATUS:CANCELLED                           |
            DTSTART:20261225T120000                                                |
            """)
    void anEventTakesPartsOfDays(String event, String parts) {
        String lines = Arrays.stream(event.split(" (?=DT|DUR|R|EX|ST)")).collect(Collectors.joining("\r\n"));

        List<Holiday> holidays =
                parse("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");

        assertThat(told()).isEmpty();
        assertThat(taken(holidays, LocalDate.of(2026, 12, 20), LocalDate.of(2026, 12, 28)))
                .isEqualTo(parts == null ? "" : parts);
    }

    @Test
    void anEventOverTheTurnOfTheYearComesBackEveryYear() {
        List<Holiday> holidays = parse("""
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20201231
                DTEND;VALUE=DATE:20210102
                RRULE:FREQ=YEARLY
                END:VEVENT
                END:VCALENDAR
                """);

        assertThat(taken(holidays, LocalDate.of(2026, 12, 30), LocalDate.of(2027, 1, 3)))
                .isEqualTo("2026-12-31=00:00-24:00 2027-01-01=00:00-24:00");
        assertThat(taken(holidays, LocalDate.of(2019, 12, 30), LocalDate.of(2020, 1, 3)))
                .isEmpty();
    }

    @Test
    void everythingElseOfACalendarIsPassedOver() {
        List<Holiday> holidays = parse("""
                \uFEFFBEGIN:VCALENDAR
                VERSION:2.0
                BEGIN:VTIMEZONE
                TZID:Europe/Berlin
                BEGIN:STANDARD
                DTSTART:19701025T030000
                RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
                END:STANDARD
                END:VTIMEZONE
                BEGIN:VEVENT
                UID:1
                SUMMARY;LANGUAGE=de:Heilige drei K\u00f6nige\\, nur
                  in \\n drei L\u00e4ndern
                X-NOTE;X-P="a;b:c":what ever
                DTSTART;VALUE=DATE:20270106
                BEGIN:VALARM
                TRIGGER:-PT15M
                DURATION:PT1H
                END:VALARM
                END:VEVENT
                END:VCALENDAR
                """);

        assertThat(told()).isEmpty();
        assertThat(holidays).map(Holiday::name).containsExactly("Heilige drei K\u00f6nige, nur in   drei L\u00e4ndern");
    }

    @Test
    void aFoldMayStandInsideACharacter() {
        byte[] text =
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:K\u00f6nig\r\nDTSTART:20270106\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
                        .getBytes(StandardCharsets.UTF_8);
        int inside = new String(text, StandardCharsets.ISO_8859_1).indexOf('\u00c3') + 1;
        byte[] folded = new byte[text.length + 3];
        System.arraycopy(text, 0, folded, 0, inside);
        System.arraycopy("\r\n ".getBytes(StandardCharsets.UTF_8), 0, folded, inside, 3);
        System.arraycopy(text, inside, folded, inside + 3, text.length - inside);

        assertThat(HolidayFile.parse(folded, Path.of("holidays.ics"), "holidays.ics", problems))
                .map(Holiday::name)
                .containsExactly("K\u00f6nig");
    }

    @Test
    void whatIsNotUnderstoodIsToldWithItsLine() {
        parse("""
                BEGIN:VCALENDAR
                no line
                BEGIN:VEVENT
                SUMMARY:A
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261332
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:2026-12-25
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                DTEND;VALUE=DATE:20261224
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                RRULE:FREQ=WEEKLY
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                RRULE:FREQ=YEARLY;BYYEARDAY=1
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                RRULE:FREQ=YEARLY;BYDAY=FR
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                RRULE:FREQ=YEARLY;COUNT=0
                EXRULE:FREQ=YEARLY
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;TZID=Mars/Olympus:20261225T100000
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                DURATION:one day
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                DTSTART;VALUE=DATE:20261226
                END:VEVENT
                """);

        assertThat(told())
                .containsExactly(
                        "holidays.ics:2: \"no line\" is no line of a calendar; expected NAME:value or NAME;PARAMETER=x:value",
                        "holidays.ics:3: the event \"A\" has no DTSTART",
                        "holidays.ics:7: DTSTART \"20261332\" names a day or a time that no calendar has",
                        "holidays.ics:10: DTSTART \"2026-12-25\" is no date; expected 20261225 or 20261225T090000",
                        "holidays.ics:14: DTEND \"20261224\" is before DTSTART \"20261225\"",
                        "holidays.ics:18: RRULE FREQ=WEEKLY is not understood; expected FREQ=YEARLY: what comes every week belongs into \"week\"",
                        "holidays.ics:22: RRULE has \"BYYEARDAY=1\", which is not understood; expected FREQ=YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY or BYDAY, or one event for each day",
                        "holidays.ics:26: RRULE BYDAY=FR is not understood so; expected BYMONTH=11;BYDAY=4TH, one weekday of a month",
                        "holidays.ics:30: RRULE COUNT=0 is out of range; expected one number, 1 to 10000",
                        "holidays.ics:31: EXRULE is not understood; write one event for each day",
                        "holidays.ics:34: DTSTART TZID \"Mars/Olympus\" is no known time zone; expected a name such as Europe/Berlin",
                        "holidays.ics:38: DURATION \"one day\" is no length of time; expected P1D or PT3H",
                        "holidays.ics:42: the event has DTSTART twice",
                        "holidays.ics:43: the file ends before END:VCALENDAR; part of it is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                             | holidays.ics:1: this is no calendar; expected an iCalendar file that begins with BEGIN:VCALENDAR
            <html>                                         | holidays.ics:1: this is no calendar; expected an iCalendar file that begins with BEGIN:VCALENDAR
            BEGIN:VCALENDAR BEGIN:VEVENT END:VCALENDAR     | holidays.ics:3: END:VCALENDAR closes nothing; expected END:VEVENT before it
            BEGIN:VCALENDAR END:VCALENDAR END:VEVENT       | holidays.ics:3: END:VEVENT closes nothing
            """)
    void aFileOfAnotherShapeIsTold(String text, String problem) {
        parse(text.replace(' ', '\n'));

        assertThat(told()).containsExactly(problem);
    }

    @Test
    void aFileOfTooManyEventsIsTold() {
        parse("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nRDATE:" + "20261226,".repeat(2_000)
                + "20261227\nEND:VEVENT\nEND:VCALENDAR\n");

        assertThat(told())
                .containsExactly("holidays.ics:5: more than 2000 events; keep only the holidays in this file");
    }

    @Test
    void brokenFilesAreProblemsAndNeverExceptions() {
        String whole =
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:K\u00f6nig\r\nDTSTART;TZID=Europe/Berlin:20270106T100000\r\n"
                        + "DTEND;TZID=Europe/Berlin:20270106T110000\r\nRRULE:FREQ=YEARLY;COUNT=3;BYMONTH=1;BYDAY=1WE\r\n"
                        + "EXDATE;TZID=Europe/Berlin:20270106T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        var random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            byte[] broken = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            for (int change = random.nextInt(4); change > 0; change--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            List<Holiday> holidays = HolidayFile.parse(broken, Path.of("h.ics"), "h.ics", new Problems());
            holidays.forEach(h -> h.on(LocalDate.of(2028, 1, 5), ZoneId.of("Asia/Tokyo")));
        }
    }

    private List<Holiday> parse(String text) {
        return HolidayFile.parse(
                text.getBytes(StandardCharsets.UTF_8), Path.of("holidays.ics"), "holidays.ics", problems);
    }

    private List<String> told() {
        return problems.list().stream().map(Problem::toString).toList();
    }

    private static String taken(List<Holiday> holidays, LocalDate first, LocalDate last) {
        return first.datesUntil(last.plusDays(1))
                .flatMap(day ->
                        holidays.stream().flatMap(h -> h.on(day, Hours.BERLIN).map(p -> day + "=" + p).stream()))
                .collect(Collectors.joining(" "));
    }
}
