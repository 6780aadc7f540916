package org.voicesecretary.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class StandardWebhookTest {
    /** The example of the specification. */
    private static final WebhookSecret SECRET = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static final WebhookSecret NEWER = WebhookSecret.make(new Random(1));
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1614265330);
    private static final byte[] BODY = bytes("{\"test\": 2432232314}");
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void aMessageIsSignedAsTheSpecificationShows() {
        assertThat(StandardWebhook.headers(ID, AT, BODY, List.of(SECRET)))
                .isEqualTo(Map.of("webhook-id", ID, "webhook-timestamp", "1614265330", "webhook-signature", SIGNATURE));
        assertThat(problem(SIGNATURE, List.of(SECRET), AT)).isEmpty();
    }

    @Test
    void whileSecretsAreExchangedEitherIsAcceptedOnBothSides() {
        String both =
                StandardWebhook.headers(ID, AT, BODY, List.of(NEWER, SECRET)).get("webhook-signature");
        assertThat(both).matches("v1,\\S+ v1,\\S+").endsWith(SIGNATURE);

        assertThat(problem(both, List.of(SECRET), AT)).isEmpty();
        assertThat(problem(both, List.of(NEWER), AT)).isEmpty();
        assertThat(problem(SIGNATURE, List.of(NEWER, SECRET), AT)).isEmpty();
        assertThat(problem(SIGNATURE, List.of(NEWER), AT))
                .hasValueSatisfying(p -> assertThat(p).contains("webhook-signature is wrong"));
    }

    @Test
    void versionsThatNobodyKnowsYetAreNoHindrance() {
        assertThat(problem("v1a,abc= v2,x " + SIGNATURE + " ", List.of(SECRET), AT))
                .isEmpty();
        assertThat(problem("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", List.of(SECRET), AT))
                .isPresent();
    }

    @Test
    void whatIsOldOrComesFromTheFutureOrHasNoTimeIsRefused() {
        assertThat(problem(SIGNATURE, List.of(SECRET), AT.plusSeconds(300))).isEmpty();
        assertThat(problem(SIGNATURE, List.of(SECRET), AT.minusSeconds(300))).isEmpty();
        assertThat(problem(SIGNATURE, List.of(SECRET), AT.plusSeconds(301)))
                .hasValueSatisfying(p -> assertThat(p).contains("301 s away", "at most 300 s"));
        assertThat(problem(SIGNATURE, List.of(SECRET), AT.minusSeconds(301))).isPresent();
        for (String time : List.of("", "now", "-1", "1614265330.0", "99999999999999999999")) {
            assertThat(StandardWebhook.problem(
                            Optional.of(ID),
                            Optional.of(time),
                            Optional.of(SIGNATURE),
                            BODY,
                            List.of(SECRET),
                            AT,
                            Duration.ofMinutes(5)))
                    .as(time)
                    .isPresent();
        }
    }

    @Test
    void whatWasChangedOrHasNoHeadersIsRefused() {
        assertThat(StandardWebhook.problem(
                        Optional.of("msg_other"),
                        Optional.of("1614265330"),
                        Optional.of(SIGNATURE),
                        BODY,
                        List.of(SECRET),
                        AT,
                        StandardWebhook.TOLERANCE))
                .isPresent();
        assertThat(StandardWebhook.problem(
                        Optional.of(ID),
                        Optional.of("1614265330"),
                        Optional.of(SIGNATURE),
                        bytes("{\"test\": 2432232315}"),
                        List.of(SECRET),
                        AT,
                        StandardWebhook.TOLERANCE))
                .isPresent();
        assertThat(StandardWebhook.problem(
                        Optional.empty(),
                        Optional.of("1614265330"),
                        Optional.of(SIGNATURE),
                        BODY,
                        List.of(SECRET),
                        AT,
                        StandardWebhook.TOLERANCE))
                .hasValueSatisfying(p -> assertThat(p).contains("missing"));
        assertThat(problem("", List.of(SECRET), AT)).isPresent();
    }

    @Test
    void secretsAreReadWithAndWithoutPrefixAndNeverPrinted() {
        assertThat(WebhookSecret.parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).isEqualTo(SECRET);
        assertThat(WebhookSecret.parse(NEWER.text())).isEqualTo(NEWER).hasSameHashCodeAs(NEWER);
        assertThat(NEWER.text()).startsWith("whsec_").hasSize(50);
        assertThat(NEWER).hasToString("whsec_***");
        assertThatThrownBy(() -> WebhookSecret.parse("whsec_geheim")).hasMessageContaining("expected 24 to 64");
        assertThatThrownBy(() -> WebhookSecret.parse("whsec_ge!heim")).hasMessageContaining("no base64");
    }

    @Test
    void anIdentityWithADotIsRefusedSinceItWouldBlurWhatIsSigned() {
        assertThatThrownBy(() -> StandardWebhook.headers("a.b", AT, BODY, List.of(SECRET)))
                .hasMessageContaining("without a dot");
    }

    private static Optional<String> problem(String signature, List<WebhookSecret> secrets, Instant now) {
        return StandardWebhook.problem(
                Optional.of(ID),
                Optional.of("1614265330"),
                Optional.of(signature),
                BODY,
                secrets,
                now,
                StandardWebhook.TOLERANCE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
