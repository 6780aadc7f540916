package org.voicesecretary.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SignatureTest {
    private static final Set<SignatureForm> BOTH = EnumSet.allOf(SignatureForm.class);

    @Test
    void theTwoFormsHaveTheirLengthsAndAreAcceptedOnlyWhereWanted() {
        String hex = Signature.sign("secret", "message", SignatureForm.HEX);
        String raw = Signature.sign("secret", "message", SignatureForm.RAW_BASE64);
        assertThat(hex).hasSize(56);
        assertThat(raw).hasSize(28);
        assertThat(Signature.verify("secret", "message", hex, BOTH)).isTrue();
        assertThat(Signature.verify("secret", "message", raw, BOTH)).isTrue();
        assertThat(Signature.verify("secret", "message", raw, Set.of(SignatureForm.HEX)))
                .isFalse();
        assertThat(Signature.verify("secret", "message", hex, Set.of(SignatureForm.RAW_BASE64)))
                .isFalse();
    }

    @Test
    void anotherSecretAnotherMessageOrNoSignatureIsRefused() {
        String signature = Signature.sign("secret", "message", SignatureForm.HEX);
        assertThat(Signature.verify("secret2", "message", signature, BOTH)).isFalse();
        assertThat(Signature.verify("secret", "massage", signature, BOTH)).isFalse();
        assertThat(Signature.verify("secret", "message", "", BOTH)).isFalse();
        assertThat(Signature.verify("secret", "message", "é", BOTH)).isFalse();
    }

    @Test
    void anEmptySecretSignsNothing() {
        assertThatThrownBy(() -> Signature.sign("", "message", SignatureForm.HEX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret is empty");
    }

    @Test
    void restSignaturesOfClientsThatLeaveTildeOrStarBareAreAcceptedAsReceived() throws Exception {
        String asSent = "message=~a*b&format=json";
        String signature = RestSignature.sign("secret", "/v1/sms/send/", "format=json&message=~a*b");
        assertThat(RestSignature.verify("secret", "/v1/sms/send/", asSent, signature))
                .isTrue();
    }

    @Test
    void restListsWithoutIndexesAreNumberedAsPhpNumbersThem() {
        String signature = RestSignature.sign(
                "secret", "/v1/x/", RestSignature.canonicalQuery(Map.of("numbers", List.of("1", "2"))));
        var received = List.of(new FormField("numbers[]", "1"), new FormField("numbers[]", "2"));
        assertThat(RestSignature.verify("secret", "/v1/x/", received, signature))
                .isTrue();
    }

    @Test
    void theOrderOfHostileNamesIsStillAnOrder() throws Exception {
        var names = new ArrayList<String>();
        for (int i = 0; i < 300; i++) {
            names.add(i % 3 == 0 ? Integer.toString(i) : i % 3 == 1 ? i + "a" : "-" + i + "é");
        }
        String pairs = String.join("=1&", names) + "=1";
        assertThat(RestSignature.verify("secret", "/v1/x/", pairs, "wrong")).isFalse();
    }
}
