package org.voicesecretary.call.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.dtmf.DtmfDigit;

@Tag("unit")
class CodeKeysTest {
    private static final long MILLIS = 1_000_000;

    private final CodeKeys keys = new CodeKeys();

    /** Those that pass at once. */
    private String press(String pressed, long millis) {
        var passed = new StringBuilder();
        for (char key : pressed.toCharArray()) {
            if (keys.passes(DtmfDigit.of(key).orElseThrow(), millis * MILLIS)) {
                passed.append(key);
            }
        }
        return passed.toString();
    }

    private String passedOnAt(long millis) {
        return keys.look(millis * MILLIS).pass().stream()
                .map(key -> String.valueOf(key.symbol()))
                .collect(Collectors.joining());
    }

    @Test
    void keysThatNoCodeBeginsWithPassAtOnce() {
        assertThat(press("1234567890", 0)).isEqualTo("1234567890");
        assertThat(keys.deadline(7)).isEqualTo(7);
    }

    @Test
    void aCodeReachesNobodyElse() {
        assertThat(press("#101#", 0)).isEmpty();
        CodeKeys.Found found = keys.look(0);
        assertThat(found.text()).isEqualTo("#101#");
        assertThat(found.pass()).isEmpty();
        assertThat(keys.look(0).text()).isEmpty();
        assertThat(press("5", 1)).isEqualTo("5");
    }

    @Test
    void aLoneHashIsPassedOnAfterTwoSeconds() {
        press("#", 1000);
        assertThat(keys.deadline(0)).isEqualTo(3000 * MILLIS);
        assertThat(passedOnAt(2999)).isEmpty();
        assertThat(passedOnAt(3000)).isEqualTo("#");
        assertThat(press("1", 3001)).isEqualTo("1");
    }

    @Test
    void keysThatTurnOutToBeNoCodePassInTheirOrder() {
        assertThat(press("#1234", 0)).isEmpty();
        assertThat(press("5", 0)).as("a key that would overtake others").isEmpty();
        assertThat(passedOnAt(0)).isEqualTo("#12345");
        assertThat(press("6", 0)).isEqualTo("6");
    }

    @Test
    void aKeyAfterTwoSecondsBeginsAnew() {
        press("#1", 0);
        assertThat(press("#101#", 5000)).isEmpty();
        CodeKeys.Found found = keys.look(5000 * MILLIS);
        assertThat(found.pass()).hasSize(2);
        assertThat(found.text()).isEqualTo("#101#");
    }

    @Test
    void aSecondHashMayBeginACode() {
        press("##101#", 0);
        CodeKeys.Found found = keys.look(0);
        assertThat(found.pass()).hasSize(1);
        assertThat(found.text()).isEqualTo("#101#");
    }

    @ParameterizedTest
    @CsvSource({"#101#,101,false", "*101#,101,true", "#1#,0-1,false"})
    void codesSayWhereto(String keyed, String target, boolean announced) {
        assertThat(InCallCode.isOne(keyed)).isTrue();
        assertThat(InCallCode.of(keyed).target().wireText()).isEqualTo(target);
        assertThat(InCallCode.of(keyed).announced()).isEqualTo(announced);
    }
}
