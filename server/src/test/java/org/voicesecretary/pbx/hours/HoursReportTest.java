package org.voicesecretary.pbx.hours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class HoursReportTest {
    private static final WorkingHours OFFICE = Hours.of("""
            {name: office, week: {mon-fri: "09:00-18:00"}, lunch: "13:00-14:00", holidays: ["12-25 Christmas"]}
            """);
    private static final WorkingHours LONDON = Hours.of("""
            {name: london, time-zone: Europe/London, week: {mon-fri: "08:00-12:00"}}
            """);

    @Test
    void aReportSaysWhatACallerMeetsAndWhy() {
        assertThat(report("2026-12-24 14:05", OFFICE, null))
                .containsExactly(
                        "A caller of 442037691881 on Thursday 2026-12-24 14:05 (Europe/Berlin) meets the greeting of menu 0.",
                        "  number 442037691881, hours \"office\", Thursday 2026-12-24 14:05 (Europe/Berlin): open: Thursday 09:00-13:00, 14:00-18:00; closes 18:00",
                        "  menu 0 has no working hours: always open");
        assertThat(report("2026-12-25 14:05", OFFICE, null))
                .startsWith(
                        "A caller of 442037691881 on Friday 2026-12-25 14:05 (Europe/Berlin) meets the closed announcement.",
                        "  number 442037691881, hours \"office\", Friday 2026-12-25 14:05 (Europe/Berlin): closed: holiday \"Christmas\" (2026-12-25); opens Monday 2026-12-28 09:00");
    }

    @Test
    void thePlaceThatIsClosedFirstIsWhatACallerMeets() {
        assertThat(report("2026-12-24 15:05", OFFICE, LONDON))
                .containsExactly(
                        "A caller of 442037691881 on Thursday 2026-12-24 15:05 (Europe/Berlin) meets the auto-responder of menu 0.",
                        "  number 442037691881, hours \"office\", Thursday 2026-12-24 15:05 (Europe/Berlin): open: Thursday 09:00-13:00, 14:00-18:00; closes 18:00",
                        "  menu 0, hours \"london\", Thursday 2026-12-24 14:05 (Europe/London): closed: outside Thursday 08:00-12:00; opens Friday 2026-12-25 08:00");
        assertThat(report("2026-12-24 19:00", OFFICE, LONDON).getFirst()).endsWith("meets the closed announcement.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-12-24 14:05 | 2026-12-24T13:05:00Z
            2026-12-24T9:05  | 2026-12-24T08:05:00Z
            2026-07-01       | 2026-07-01T10:00:00Z
            2026-10-25 02:30 | 2026-10-25T00:30:00Z
            """)
    void aMomentIsReadByTheClockOfTheZone(String text, String instant) {
        assertThat(HoursReport.moment(text, Hours.BERLIN)).hasToString(instant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tomorrow         | "tomorrow" is no time; expected one such as "2026-12-24 14:05"
            2026-12-24 25:00 | "2026-12-24 25:00" names a day or a time that no calendar has
            2026-02-29 12:00 | "2026-02-29 12:00" names a day or a time that no calendar has
            2026-03-29 02:30 | "2026-03-29 02:30" does not exist in Europe/Berlin: the clocks are put forward over it; expected another time
            """)
    void aMomentThatIsNoneIsTold(String text, String sentence) {
        assertThatThrownBy(() -> HoursReport.moment(text, Hours.BERLIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    private static List<String> report(String at, WorkingHours ofTheNumber, WorkingHours ofTheMenu) {
        ZoneId zone = Hours.BERLIN;
        return new HoursReport(
                        "442037691881",
                        HoursReport.moment(at, zone),
                        zone,
                        List.of(
                                new HoursReport.Place(
                                        "number 442037691881", ofTheNumber, "menu 0", "the closed announcement"),
                                new HoursReport.Place(
                                        "menu 0", ofTheMenu, "the greeting of menu 0", "the auto-responder of menu 0")))
                .lines();
    }
}
