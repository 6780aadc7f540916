package org.voicesecretary.rest.info;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.rest.TestRest;

@Tag("wire")
@Timeout(60)
class InfoMethodsTest {
    private TestRest rest;

    @BeforeEach
    void start(@TempDir Path directory) {
        rest = new TestRest(directory, "", r -> new InfoMethods(r.config().rest(), () -> TestRest.NOW).routes());
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    @Test
    void balanceAndTariffAreWhatTheConfigurationSays() {
        assertThat(rest.get("info/balance").body())
                .isEqualTo("{\"status\":\"success\",\"balance\":0,\"currency\":\"EUR\"}");
        assertThat(rest.get("tariff").body())
                .isEqualTo(
                        "{\"status\":\"success\",\"info\":{\"tariff_id\":0,\"tariff_name\":\"Self-hosted\",\"is_active\":true,"
                                + "\"cost\":0,\"currency\":\"EUR\",\"used_seconds\":0,\"used_seconds_mobile\":0,\"used_seconds_fix\":0,"
                                + "\"used_seconds_speech_recognition\":0,\"tariff_id_for_next_period\":0,"
                                + "\"tariff_for_next_period\":\"Self-hosted\"}}");
        assertThat(rest.get("info/balance", Map.of("format", "xml")).body())
                .endsWith("<response><status>success</status><balance>0</balance><currency>EUR</currency></response>");
    }

    @Test
    void timeIsThatOfTheAccount() {
        assertThat(rest.get("info/timezone").body())
                .isEqualTo("{\"status\":\"success\",\"unixtime\":1772615411,\"datetime\":\"2026-03-04 10:10:11\","
                        + "\"timezone\":\"UTC+1\"}");
    }

    @Test
    void callsCostNothingHere() {
        assertThat(rest.get("info/price", Map.of("number", "442037691880", "caller_id", "442037691881"))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"info\":{\"prefix\":\"44\",\"description\":\"United Kingdom\","
                        + "\"price\":\"0\",\"currency\":\"EUR\"}}");
        assertThat(rest.get("info/price", Map.of("number", "+19995550123")).body())
                .contains("\"prefix\":\"1\"");
        assertThat(rest.get("info/price", Map.of("number", "9990000000")).body())
                .contains("\"description\":\"\"");
        for (String wrong : new String[] {"123456", "12345678901234567", "hello12345", ""}) {
            assertThat(rest.get("info/price", Map.of("number", wrong)).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void listsAreShort() {
        assertThat(rest.get("info/lists/languages").body())
                .isEqualTo("{\"status\":\"success\",\"languages\":[\"ru\",\"ua\",\"en\",\"es\",\"pl\",\"fr\",\"de\"]}");
        assertThat(rest.get("info/lists/currencies").body()).contains("[\"EUR\"]");
        assertThat(rest.get("info/lists/tariffs").status()).isEqualTo(404);
    }
}
