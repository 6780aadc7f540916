package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.client.SignatureCheck;

class ServingTest {
    @Test
    @Tag("unit")
    void withoutSettingsTheDefaultPortIsTakenAndNoSignatureChecked() {
        assertThat(Serving.at(9001, Map.of())).isEqualTo(new Serving(9001, SignatureCheck.off()));
    }

    @Test
    @Tag("unit")
    void portAndSecretAreTakenFromTheEnvironment() {
        assertThat(Serving.at(9001, Map.of("PORT", "0", "VOICE_SECRETARY_SECRET", "abc")))
                .isEqualTo(new Serving(0, SignatureCheck.with("abc")));
    }

    @Test
    @Tag("unit")
    void aPortThatIsNoneSaysWhatIsExpected() {
        assertThatThrownBy(() -> Serving.at(9001, Map.of("PORT", "99999"))).hasMessageContaining("65535");
    }

    @Test
    @Tag("wire")
    void anExampleIsServed() throws Exception {
        try (var server = Serving.at(9001, Map.of("PORT", "0")).serve(new LastThreeDigits())) {
            assertThat(server.port()).isPositive();
        }
    }
}
