package org.voicesecretary.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.phone.KeyScript.Step;

@Tag("unit")
class KeyScriptTest {
    @Test
    void keysAreSinglePressesAndWaitsHaveTheirTimes() {
        assertThat(KeyScript.parse("wait 2s 10# wait 500ms *b").steps())
                .containsExactly(
                        new Step.Wait(Duration.ofSeconds(2)),
                        new Step.Press('1'),
                        new Step.Press('0'),
                        new Step.Press('#'),
                        new Step.Wait(Duration.ofMillis(500)),
                        new Step.Press('*'),
                        new Step.Press('B'));
    }

    @Test
    void waitingForSpeechAndQuietNeedsNoTimes() {
        assertThat(KeyScript.parse("wait speech wait quiet 1 Wait Quiet 2s HANGUP")
                        .steps())
                .containsExactly(
                        new Step.AwaitSpeech(),
                        new Step.AwaitQuiet(KeyScript.QUIET),
                        new Step.Press('1'),
                        new Step.AwaitQuiet(Duration.ofSeconds(2)),
                        new Step.HangUp());
    }

    @Test
    void keysRightAfterQuietAreKeysAndNoTime() {
        assertThat(KeyScript.parse("wait quiet 1042#").steps())
                .startsWith(new Step.AwaitQuiet(KeyScript.QUIET), new Step.Press('1'))
                .hasSize(6);
    }

    @Test
    void aBlankScriptDoesNothing() {
        assertThat(KeyScript.parse("").steps()).isEmpty();
        assertThat(KeyScript.parse(" \t ").steps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    12 x4         | word 2: "x4" is neither keys nor a command; expected keys 0-9 * # A-D, wait or hangup
                    1 wait        | word 2: "wait" has nothing behind it; expected wait 2s, wait speech or wait quiet
                    wait 5x 1     | word 2: "5x" is no time to wait; expected one with a unit, such as 500ms or 2s, or speech, or quiet
                    wait 1042#    | word 2: "1042#" is no time to wait
                    wait 0s       | word 2: "0s" is no time to wait; expected 1ms to 1h
                    wait 2h       | word 2: "2h" is no time to wait; expected 1ms to 1h
                    1 hangup 2    | word 3: "2" comes after hangup; expected nothing there
                    wait quiet 0s | word 3: "0s" is no time to wait
                    """)
    void anErrorNamesTheWordAndWhatWasExpected(String script, String message) {
        assertThatThrownBy(() -> KeyScript.parse(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key script, " + message);
    }
}
