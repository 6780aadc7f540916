package org.voicesecretary.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class InfoDtmfTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    application/dtmf-relay                | Signal=5\\r\\nDuration=160\\r\\n   | 5 | 160
                    application/dtmf-relay                | Signal= 5\\r\\nDuration= 250       | 5 | 250
                    APPLICATION/DTMF-RELAY                | signal=*\\nduration=90\\n          | * | 90
                    application/dtmf-relay; charset=utf-8 | SIGNAL = # \\r DURATION = 100      | # | 100
                    application/dtmf-relay                | Duration=70\\r\\nSignal=d\\r\\n    | D | 70
                    application/dtmf-relay                | Signal=10\\r\\nDuration=160        | * | 160
                    application/dtmf-relay                | Signal=11                          | # | 160
                    application/dtmf-relay                | Signal=15                          | D | 160
                    application/dtmf-relay                | Signal=5\\r\\nDuration=long        | 5 | 160
                    application/dtmf-relay                | Signal=5\\r\\nDuration=0           | 5 | 1
                    application/dtmf-relay                | Signal=5\\r\\nDuration=999999999   | 5 | 60000
                    application/dtmf-relay                | \\r\\n\\r\\nSignal=5               | 5 | 160
                    application/dtmf                      | 5                                  | 5 | 160
                    application/dtmf                      | 5\\r\\n                            | 5 | 160
                    application/dtmf                      | 11                                 | # | 160
                    application/dtmf                      | Signal=8\\r\\nDuration=40          | 8 | 40
                    application/dtmf                      | b                                  | B | 160
                    """)
    void readsBothFormsAsTheyAreSent(String contentType, String body, char symbol, int millis) {
        assertThat(InfoDtmf.parse(contentType, bytes(body)))
                .contains(new InfoDtmf(DtmfDigit.of(symbol).orElseThrow(), millis));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    application/dtmf-relay | Signal=16\\r\\nDuration=160
                    application/dtmf-relay | Signal=55
                    application/dtmf-relay | Signal=
                    application/dtmf-relay | Signal
                    application/dtmf-relay | Duration=160
                    application/dtmf-relay | Signal=x
                    application/dtmf       | flash
                    application/dtmf       | 16
                    application/sdp        | 5
                    text/plain             | Signal=5
                    """)
    void findsNoKeyWhereThereIsNone(String contentType, String body) {
        assertThat(InfoDtmf.parse(contentType, bytes(body))).isEmpty();
    }

    @Test
    void anEmptyOrHugeBodyHoldsNoKey() {
        assertThat(InfoDtmf.parse(InfoDtmf.PLAIN, new byte[0])).isEmpty();
        byte[] huge = bytes("5" + "\\r\\n".repeat(2000));
        assertThat(InfoDtmf.parse(InfoDtmf.PLAIN, huge)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DtmfDigit.class)
    void whatIsWrittenIsReadBack(DtmfDigit digit) {
        InfoDtmf key = new InfoDtmf(digit, 120);
        assertThat(InfoDtmf.parse(InfoDtmf.RELAY, key.relayBody())).contains(key);
        assertThat(InfoDtmf.parse(InfoDtmf.PLAIN, key.plainBody()))
                .map(InfoDtmf::digit)
                .contains(digit);
        assertThat(DtmfDigit.of(digit.symbol())).contains(digit);
        assertThat(DtmfDigit.ofEvent(digit.event())).contains(digit);
    }

    private static byte[] bytes(String escaped) {
        return escaped.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
