package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BirthdayCountdownTest {
    private static final String QUESTION =
            "Enter your birthday as four digits: month and day. | wait for 4 as birthday";

    @Test
    void fourDigitsGiveTheNumberOfDays() {
        var call = on("2026-11-24");
        assertThat(call.hears()).isEqualTo("popular 1 | " + QUESTION);
        assertThat(call.enters("1231").hears())
                .isEqualTo("Days until your birthday: | number 37 | popular 5 | hang up");
    }

    @Test
    void aBirthdayThatIsOverComesAgainNextYear() {
        assertThat(on("2026-11-24").enters("1123").hears()).contains("number 364");
    }

    @Test
    void onTheDayItselfThereAreCongratulations() {
        assertThat(on("2026-11-24").enters("1124").hears())
                .isEqualTo("Today is your birthday. Happy birthday! | popular 5 | hang up");
    }

    @Test
    void whoWasBornOnALeapDayWaitsForALeapYear() {
        assertThat(on("2027-03-01").enters("0229").hears()).contains("number 365");
        assertThat(on("2026-03-01").enters("0229").hears()).contains("number 730");
    }

    @Test
    void wrongInputIsAskedForAgainAsOftenAsItTakes() {
        var call = on("2026-11-24");
        for (String wrong : new String[] {"1331", "0230", "12", "12*4", "0000"}) {
            assertThat(call.enters(wrong).hears()).isEqualTo("popular 6 | " + QUESTION);
        }
        assertThat(call.enters("1125").hears()).contains("number 1 ");
    }

    @Test
    void whoEntersNothingHearsGoodbye() {
        assertThat(on("2026-11-24").entersNothing().hears()).isEqualTo("popular 5 | hang up");
    }

    private static Conversation on(String day) {
        return Conversation.at(day + " 23:59:59", new BirthdayCountdown());
    }
}
