package org.voicesecretary.pbx.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class HoursReaderTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mon-fri     | MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY
            fri-mon     | MONDAY FRIDAY SATURDAY SUNDAY
            sat, Sunday | SATURDAY SUNDAY
            wed         | WEDNESDAY
            daily       | MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY
            """)
    void aKeyOfTheWeekNamesDays(String key, String days) {
        assertThat(Week.parseDays(key)).map(Enum::name).containsExactly(days.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9:00-18:00               | 09:00-18:00
            14:00–18:00, 09:00-13:00 | 09:00-13:00, 14:00-18:00
            22:00 - 06:00            | 22:00-06:00
            00:00-24:00              | 00:00-24:00
            24h                      | 00:00-24:00
            open                     | 00:00-24:00
            closed                   | closed
            """)
    void hoursAreWrittenAsPeopleWriteThem(String written, String read) {
        assertThat(DayHours.parse(written)).hasToString(read);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLine() {
        assertThat(Hours.problems("""
                        name: office
                        time-zone: Europe/Berlim
                        week:
                          mon-fry: "09:00-18:00"
                          tue: "9-18"
                          wed: "09:00-13:00, 12:00-18:00"
                          tue-thu: "25:00-26:00"
                          fri: [a]
                        lunch: "13:00-13:00"
                        holidays: ["31-12 Party", "2026-12-26..2026-12-24", "2026-12-24..12-26", "02-30", "Christmas"]
                        holidays-file: nowhere.ics
                        overrides:
                          - {date: 23.12.2026, hours: closed}
                          - {date: 2026-12-23, hours: closed, why: x}
                          - {date: 2026-12-23, hours: open}
                          - {hours: open}
                        holiday: []
                        """, directory))
                .containsExactlyInAnyOrder(
                        "account.yaml:2: hours[1].time-zone: \"Europe/Berlim\" is no time zone; expected a name such as Europe/Berlin; did you mean \"Europe/Berlin\"?",
                        "account.yaml:4: hours[1].week.mon-fry: \"fry\" is no day of the week; did you mean \"fri\"?",
                        "account.yaml:5: hours[1].week.tue: \"9-18\" is no time of day; expected an interval such as 09:00-18:00",
                        "account.yaml:6: hours[1].week.wed: 09:00-13:00 and 12:00-18:00 overlap; write them as one",
                        "account.yaml:7: hours[1].week.tue-thu: \"25:00-26:00\" has no such time of day: 25:00; expected 00:00 to 24:00",
                        "account.yaml:7: hours[1].week.tue-thu: Tuesday has hours already",
                        "account.yaml:7: hours[1].week.tue-thu: Wednesday has hours already",
                        "account.yaml:8: hours[1].week.fri is a list; expected one value",
                        "account.yaml:9: hours[1].lunch: \"13:00-13:00\" has no length; for the whole day write 00:00-24:00",
                        "account.yaml:10: hours[1].holidays[1]: \"31-12 Party\" names a day that no calendar has",
                        "account.yaml:10: hours[1].holidays[2]: \"2026-12-26..2026-12-24\" ends before it begins",
                        "account.yaml:10: hours[1].holidays[3]: \"2026-12-24..12-26\" has a year on one side only; expected it on both or on none",
                        "account.yaml:10: hours[1].holidays[4]: \"02-30\" names a day that no calendar has",
                        "account.yaml:10: hours[1].holidays[5]: \"Christmas\" is no holiday; expected \"01-01 New Year\", \"2026-12-25 Christmas\" or \"2026-12-24..2026-12-26 Christmas\"",
                        "account.yaml:11: hours[1].holidays-file: there is no file " + directory.resolve("nowhere.ics"),
                        "account.yaml:13: hours[1].overrides[1].date: \"23.12.2026\" is no date; expected one such as 2026-12-23",
                        "account.yaml:14: unknown key \"why\" in hours[1].overrides[2]; known here: date, hours",
                        "account.yaml:15: hours[1].overrides[3].date: 2026-12-23 has an override already",
                        "account.yaml:16: hours[1].overrides[4] lacks \"date\"",
                        "account.yaml:17: unknown key \"holiday\" in hours[1]; did you mean \"holidays\"?");
    }

    @Test
    void theWeekAndTheNameAreRequired() {
        assertThat(Hours.problems("lunch: closed", directory))
                .containsExactly("account.yaml:1: hours[1] lacks \"name\"", "account.yaml:1: hours[1] lacks \"week\"");
    }

    @Test
    void problemsOfTheCalendarFileNameThatFileAndItsLine() throws IOException {
        Files.writeString(
                directory.resolve("holidays.ics"),
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Christmas\nEND:VEVENT\nEND:VCALENDAR\n");

        assertThat(Hours.problems("{name: n, week: {}, holidays-file: holidays.ics}", directory))
                .containsExactly("holidays.ics:2: the event \"Christmas\" has no DTSTART");
    }

    @Test
    void holidaysOfTheCalendarFileCloseTheOffice() throws IOException {
        Files.writeString(
                directory.resolve("holidays.ics"),
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Christmas\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");

        WorkingHours hours = Hours.of("{name: n, week: {daily: 24h}, holidays-file: holidays.ics}", directory);

        assertThat(Hours.at(hours, "2026-12-25 14:05").words())
                .isEqualTo("closed: holiday \"Christmas\" (holidays.ics, 2026-12-25)");
    }
}
