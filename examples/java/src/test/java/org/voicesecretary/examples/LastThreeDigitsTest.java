package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class LastThreeDigitsTest {
    @Test
    void theLastThreeDigitsAreSaidThenGoodbye() {
        var call = Conversation.from(new LastThreeDigits(), "442037691007");
        assertThat(call.hears()).isEqualTo("The last three digits of your number are | digits 007");
        assertThat(call.listens().hears()).isEqualTo("popular 5 | hang up");
    }

    @Test
    void anAnonymousCallerHearsThatTheNumberIsHidden() {
        var call = Conversation.from(new LastThreeDigits(), "0");
        assertThat(call.hears()).isEqualTo("Your number is hidden.");
        assertThat(call.listens().hears()).isEqualTo("popular 5 | hang up");
    }
}
