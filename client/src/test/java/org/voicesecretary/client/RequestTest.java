package org.voicesecretary.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RequestTest {
    @Test
    void everySetterWritesItsKeyInTheOrderOfTheCalls() {
        String json = new Request()
                .setCallerName("Shop")
                .setIvrSayText("Hello", "en")
                .setIvrPlay("welcome")
                .setIvrSayPopular(4, "en")
                .setIvrSayDigits("007", "en")
                .setIvrSayNumber(-7, "en")
                .setWaitDtmf(5, 2, 4, "birthday", "hangup")
                .toJson();
        assertThat(json)
                .isEqualTo(
                        "{\"caller_name\":\"Shop\",\"ivr_saytext\":\"Hello\",\"ivr_play\":\"welcome\","
                                + "\"ivr_saypopular\":4,\"ivr_saydigits\":\"007\",\"ivr_saynumber\":-7,\"wait_dtmf\":{\"timeout\":5,"
                                + "\"attempts\":2,\"maxdigits\":4,\"name\":\"birthday\",\"default\":\"hangup\"},\"language\":\"en\"}");
    }

    @Test
    void redirectAndHangupAreWritten() {
        assertThat(new Request().setRedirect("0-1").toJson()).isEqualTo("{\"redirect\":\"0-1\"}");
        assertThat(new Request().setRedirect("100", 15, "+442037691880").toJson())
                .isEqualTo("{\"redirect\":\"100\",\"return_timeout\":15,\"rewrite_forward_number\":\"+442037691880\"}");
        assertThat(new Request().setRedirect("100", 3).setHangup().toJson())
                .isEqualTo("{\"redirect\":\"100\",\"return_timeout\":3,\"hangup\":1}");
        assertThat(new Request().toJson()).isEqualTo("[]");
    }

    @Test
    void decimalsAreTextVoicesAreNamedAndSensitiveInputIsMarked() {
        assertThat(new Request().setIvrSayNumber(new BigDecimal("250.70"), "de").toJson())
                .isEqualTo("{\"ivr_saynumber\":\"250.70\",\"language\":\"de\"}");
        assertThat(new Request()
                        .setIvrSayText("Hi", "en", "en+f3")
                        .setIvrSayDigits(12, "en")
                        .toJson())
                .isEqualTo("{\"ivr_saytext\":\"Hi\",\"voice\":\"en+f3\",\"ivr_saydigits\":\"12\",\"language\":\"en\"}");
        assertThat(new Request().setWaitDtmf(5, 1, 4, "pin", "", true).toJson()).contains("\"sensitive\":true");
    }

    @Test
    void oneReplyHasOneLanguageThatIsALanguage() {
        Request request = new Request().setIvrSayNumber(1, "en");
        assertThatThrownBy(() -> request.setIvrSayDigits("1", "pl")).hasMessageContaining("en and pl");
        assertThatThrownBy(() -> request.setIvrSayText("x", "?")).hasMessageContaining("'?'");
    }
}
