package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BirthdayCountdownTest {
    private static final String QUESTION =
            "Enter your birthday as four digits: month and day. | wait for 4 as birthday";

    @Test
    void fourDigitsGiveTheNumberOfDays() {
        var call = on("2026-11-24T12:00:00Z");
        assertThat(call.hears()).isEqualTo("popular 1 | " + QUESTION);
        assertThat(call.enters("1231").hears())
                .isEqualTo("Days until your birthday: | number 37 | popular 5 | hang up");
    }

    @Test
    void aBirthdayThatIsOverComesAgainNextYear() {
        assertThat(on("2026-11-24T12:00:00Z").enters("1123").hears()).contains("number 364");
    }

    @Test
    void onTheDayItselfThereAreCongratulations() {
        assertThat(on("2026-11-24T12:00:00Z").enters("1124").hears())
                .isEqualTo("Today is your birthday. Happy birthday! | popular 5 | hang up");
    }

    @Test
    void theDayIsThatOfTheTimeZone() {
        assertThat(on("2026-11-23T23:30:00Z").enters("1124").hears()).startsWith("Today");
    }

    @Test
    void whoWasBornOnALeapDayWaitsForALeapYear() {
        assertThat(on("2027-03-01T12:00:00Z").enters("0229").hears()).contains("number 365");
        assertThat(on("2026-03-01T12:00:00Z").enters("0229").hears()).contains("number 730");
    }

    @Test
    void wrongInputIsAskedForAgainAsOftenAsItTakes() {
        var call = on("2026-11-24T12:00:00Z");
        for (String wrong : new String[] {"1331", "0230", "12", "12*4", "0000"}) {
            assertThat(call.enters(wrong).hears()).isEqualTo("popular 6 | " + QUESTION);
        }
        assertThat(call.enters("1125").hears()).contains("number 1 ");
    }

    @Test
    void whoEntersNothingHearsGoodbye() {
        assertThat(on("2026-11-24T12:00:00Z").entersNothing().hears()).isEqualTo("popular 5 | hang up");
    }

    private static Conversation on(String instant) {
        var clock = InstantSource.fixed(Instant.parse(instant));
        return Conversation.with(new BirthdayCountdown(clock, ZoneId.of("Europe/Berlin")));
    }
}
