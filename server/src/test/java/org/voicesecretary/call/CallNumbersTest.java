package org.voicesecretary.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class CallNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "442037691880, 442037691880",
        "+442037691880, 442037691880",
        "+44(20)3769-1880, 442037691880",
        "100, 100",
        "anonymous, 0",
        "Anonymous, 0",
        "++44, 0",
        "44a, 0",
        "'()', 0",
        "'', 0"
    })
    void a26TheCallerIsDigitsOrNobody(String user, String callerId) {
        assertThat(CallNumbers.callerId(user, false)).isEqualTo(callerId);
    }

    @Test
    void a17APrivateCallerIsNobody() {
        assertThat(CallNumbers.callerId("442037691880", true)).isEqualTo("0");
        assertThat(CallNumbers.callerId(null, false)).isEqualTo("0");
    }

    @Test
    void a26OneLeadingPlusIsTakenOffTheCalledNumber() {
        assertThat(CallNumbers.withoutPlus("+442037691881")).isEqualTo("442037691881");
        assertThat(CallNumbers.withoutPlus("442037691881")).isEqualTo("442037691881");
    }
}
