package org.voicesecretary.pbx.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class WorkingHoursTest {
    private static final WorkingHours OFFICE = Hours.of("""
            name: office
            time-zone: Europe/Berlin
            week: {mon-fri: "09:00-18:00", sat: "10:00-14:00"}
            lunch: "13:00-14:00"
            holidays: ["01-01 New Year", "12-31..01-02 Turn of the year", "2026-12-24..2026-12-26 Christmas", "05-01"]
            overrides: [{date: 2026-12-23, hours: "09:00-12:00"}, {date: 2026-12-26, hours: "11:00-12:00"}, {date: 2026-12-30, hours: closed}]
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-12-17 08:59:59 | closed: outside Thursday 09:00-13:00, 14:00-18:00  | opens 09:00
            2026-12-17 09:00:00 | open: Thursday 09:00-13:00, 14:00-18:00            | closes 13:00
            2026-12-17 13:30:00 | closed: lunch 13:00-14:00                          | opens 14:00
            2026-12-17 14:00:00 | open: Thursday 09:00-13:00, 14:00-18:00            | closes 18:00
            2026-12-17 18:00:00 | closed: outside Thursday 09:00-13:00, 14:00-18:00  | opens Friday 2026-12-18 09:00
            2026-12-18 20:00:00 | closed: outside Friday 09:00-13:00, 14:00-18:00    | opens Saturday 2026-12-19 10:00
            2026-12-19 13:30:00 | closed: lunch 13:00-14:00                          | opens Monday 2026-12-21 09:00
            2026-12-20 12:00:00 | closed: Sunday has no working hours                | opens Monday 2026-12-21 09:00
            2026-12-23 11:00:00 | open: override of 2026-12-23: 09:00-12:00          | closes 12:00
            2026-12-23 14:00:00 | closed: outside the override of 2026-12-23: 09:00-12:00 | opens Saturday 2026-12-26 11:00
            2026-12-25 10:00:00 | closed: holiday "Christmas" (2026-12-25)           | opens Saturday 2026-12-26 11:00
            2026-12-26 11:30:00 | open: override of 2026-12-26: 11:00-12:00          | closes 12:00
            2026-12-30 11:30:00 | closed: override of 2026-12-30: closed             | opens Monday 2027-01-04 09:00
            2027-01-01 11:30:00 | closed: holiday "New Year" (2027-01-01)            | opens Monday 2027-01-04 09:00
            2027-01-02 11:30:00 | closed: holiday "Turn of the year" (2027-01-02)    | opens Monday 2027-01-04 09:00
            2030-05-01 11:30:00 | closed: holiday (2030-05-01)                       | opens Thursday 2030-05-02 09:00
            """)
    void anOfficeSaysWhatHoldsWhyAndUntilWhen(String at, String words, String next) {
        HoursVerdict verdict = Hours.at(OFFICE, at);

        assertThat(verdict.words()).isEqualTo(words);
        assertThat(verdict.next()).isEqualTo(next);
        assertThat(verdict.open()).isEqualTo(words.startsWith("open"));
    }

    private static final WorkingHours NIGHT = Hours.of("""
            name: night
            week: {mon-sat: "22:00-06:00"}
            lunch: "23:45-00:15"
            holidays: ["2026-12-25 Christmas"]
            overrides: [{date: 2026-12-17, hours: "10:00-11:00"}, {date: 2026-12-20, hours: "23:00-01:00"}]
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-12-16 05:59 | open: Tuesday 22:00-23:45, 00:15-06:00                | closes 06:00
            2026-12-16 00:10 | closed: lunch 00:00-00:15                             | opens 00:15
            2026-12-16 23:50 | closed: lunch 23:45-24:00                             | opens Thursday 2026-12-17 10:00
            2026-12-17 03:00 | closed: outside the override of 2026-12-17: 10:00-11:00 | opens 10:00
            2026-12-18 03:00 | closed: outside Friday 22:00-23:45, 00:15-06:00       | opens 22:00
            2026-12-20 05:00 | closed: outside the override of 2026-12-20: 23:00-01:00 | opens 23:00
            2026-12-20 23:50 | open: override of 2026-12-20: 23:00-01:00             | closes Monday 2026-12-21 00:00
            2026-12-21 00:30 | open: override of 2026-12-20: 23:00-01:00             | closes 01:00
            2026-12-24 23:30 | open: Thursday 22:00-23:45, 00:15-06:00               | closes 23:45
            2026-12-25 03:00 | closed: holiday "Christmas" (2026-12-25)              | opens Saturday 2026-12-26 22:00
            2026-12-26 03:00 | closed: outside Saturday 22:00-23:45, 00:15-06:00     | opens 22:00
            """)
    void aNightShiftBelongsToTheDayOnWhichItBegins(String at, String words, String next) {
        HoursVerdict verdict = Hours.at(NIGHT, at);

        assertThat(verdict.words()).isEqualTo(words);
        assertThat(verdict.next()).isEqualTo(next);
    }

    @Test
    void hoursThatNeverChangeSaySo() {
        WorkingHours always = Hours.of("{name: always, week: {daily: 24h}}");
        WorkingHours never = Hours.of("{name: never, week: {}}");

        assertThat(Hours.at(always, "2026-12-17 03:00").words()).isEqualTo("open: Thursday 00:00-24:00");
        assertThat(Hours.at(always, "2026-12-17 03:00").next()).isEqualTo("stays open");
        assertThat(Hours.at(never, "2026-12-17 03:00").next()).isEqualTo("stays closed");
    }

    @Test
    void whatHoldsOnceAYearIsFoundAsTheNextChange() {
        WorkingHours hours = Hours.of("{name: always, week: {daily: open}, holidays: [\"12-16\"]}");

        assertThat(Hours.at(hours, "2026-12-17 03:00").next()).isEqualTo("closes Thursday 2027-12-16 00:00");
    }

    @Test
    void aLeapDayIsAHolidayOnlyInLeapYears() {
        WorkingHours hours = Hours.of("{name: always, week: {daily: open}, holidays: [\"02-29 Leap day\"]}");

        assertThat(Hours.at(hours, "2028-02-29 12:00").words()).isEqualTo("closed: holiday \"Leap day\" (2028-02-29)");
        assertThat(Hours.at(hours, "2027-02-28 12:00").open()).isTrue();
        assertThat(Hours.at(hours, "2027-03-01 12:00").open()).isTrue();
    }

    @Test
    void hoursWithoutAZoneAreInTheZoneOfTheAccount() {
        WorkingHours hours = Hours.of("{name: office, week: {daily: \"09:00-18:00\"}}");
        Instant eightInTheMorning = Instant.parse("2026-07-01T08:00:00Z");

        assertThat(hours.at(eightInTheMorning, ZoneId.of("UTC")).open()).isFalse();
        assertThat(hours.at(eightInTheMorning, Hours.BERLIN).open()).isTrue();
    }

    /** The clock in Berlin goes from 02:00 to 03:00 on 2026-03-29 and from 03:00 to 02:00 on 2026-10-25. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            02:30-04:00 | 2026-03-29T00:59:00Z | closed: outside Sunday 02:30-04:00 | opens 03:00
            02:30-04:00 | 2026-03-29T01:00:00Z | open: Sunday 02:30-04:00           | closes 04:00
            01:00-02:30 | 2026-03-29T00:59:59Z | open: Sunday 01:00-02:30           | closes 03:00
            01:00-02:30 | 2026-03-29T01:00:00Z | closed: outside Sunday 01:00-02:30 | opens Monday 2026-03-30 01:00
            02:10-02:20 | 2026-03-29T01:00:00Z | closed: outside Sunday 02:10-02:20 | opens Monday 2026-03-30 02:10
            02:30-04:00 | 2026-10-25T00:29:00Z | closed: outside Sunday 02:30-04:00 | opens 02:30
            02:30-04:00 | 2026-10-25T00:30:00Z | open: Sunday 02:30-04:00           | closes 04:00
            02:30-04:00 | 2026-10-25T01:10:00Z | open: Sunday 02:30-04:00           | closes 04:00
            01:00-02:30 | 2026-10-25T00:29:00Z | open: Sunday 01:00-02:30           | closes 02:30
            01:00-02:30 | 2026-10-25T01:10:00Z | closed: outside Sunday 01:00-02:30 | opens Monday 2026-10-26 01:00
            """)
    void hoursMeetTheChangeOfTheClocks(String hours, Instant at, String words, String next) {
        HoursVerdict verdict =
                Hours.of("{name: n, week: {daily: \"" + hours + "\"}}").at(at, Hours.BERLIN);

        assertThat(verdict.words()).isEqualTo(words);
        assertThat(verdict.next()).isEqualTo(next);
    }

    @Test
    void aDateThatAZoneLeftOutIsPassedOver() {
        WorkingHours hours = Hours.of("{name: n, time-zone: Pacific/Apia, week: {daily: \"09:00-18:00\"}}");

        // Samoa had no 2011-12-30.
        HoursVerdict verdict = hours.at(Instant.parse("2011-12-30T06:00:00Z"), Hours.BERLIN);

        assertThat(verdict.next()).isEqualTo("opens Saturday 2011-12-31 09:00");
    }
}
