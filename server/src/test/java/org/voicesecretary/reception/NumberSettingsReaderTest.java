package org.voicesecretary.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.CallerSettings;
import org.voicesecretary.account.FillerChoice;
import org.voicesecretary.account.NumberOffice;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.account.WebhookSettings;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.config.CallConfig;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.WebhookConfig;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.SignatureForm;

@Tag("unit")
class NumberSettingsReaderTest {
    private static final URI HOOK = URI.create("http://127.0.0.1:9000/hook");
    private static final URI FALLBACK = URI.create("http://127.0.0.1:9001/");
    private static final Duration AFTER = Duration.ofMillis(700);

    private final NumberSettingsReader reader =
            new NumberSettingsReader(new CallConfig(Duration.ofHours(4), 10_000, 20, Duration.ofMillis(200)));

    private static NumberRoute route(
            String language,
            FillerChoice filler,
            @Nullable URI url,
            WebhookConfig.Body body,
            WebhookConfig.SignatureForm signature,
            @Nullable Secret secret) {
        var account = new Account(
                123456,
                "Shop",
                "key",
                secret,
                ZoneId.of("Europe/Berlin"),
                "de",
                null,
                CallerSettings.NOTHING,
                WebhookSettings.NOTHING,
                false);
        return new NumberRoute(
                account,
                "442037691881",
                account.timeZone(),
                language,
                null,
                filler,
                AFTER,
                new NumberRoute.Webhook(url, FALLBACK, Duration.ofSeconds(3), body, signature, secret),
                NumberOffice.NOTHING);
    }

    private static NumberRoute route(FillerChoice filler) {
        return route("de", filler, HOOK, WebhookConfig.Body.URLENCODED, WebhookConfig.SignatureForm.HEX, null);
    }

    @Test
    void everythingTheEngineAsksForIsTold() {
        var settings = reader.of(route(
                "de",
                new FillerChoice.Off(),
                HOOK,
                WebhookConfig.Body.URLENCODED,
                WebhookConfig.SignatureForm.HEX,
                new Secret("hush")));
        assertThat(settings.accountKey()).isEqualTo("key");
        assertThat(settings.number()).isEqualTo("442037691881");
        assertThat(settings.language()).isEqualTo(Language.DE);
        assertThat(settings.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(settings.guards()).isEqualTo(new Guards(Duration.ofHours(4), 10_000, 20, Duration.ofMillis(200)));
        assertThat(settings.webhook())
                .isEqualTo(new WebhookEndpoint(
                        HOOK,
                        FALLBACK,
                        Duration.ofSeconds(3),
                        WebhookEndpoint.Body.URLENCODED,
                        SignatureForm.HEX,
                        "hush"));
    }

    @Test
    void theOtherFormsOfBodyAndSignatureAreKept() {
        var webhook = Objects.requireNonNull(reader.of(route(
                        "de",
                        new FillerChoice.Off(),
                        HOOK,
                        WebhookConfig.Body.MULTIPART,
                        WebhookConfig.SignatureForm.RAW_BASE64,
                        null))
                .webhook());
        assertThat(webhook.body()).isEqualTo(WebhookEndpoint.Body.MULTIPART);
        assertThat(webhook.signature()).isEqualTo(SignatureForm.RAW_BASE64);
        assertThat(webhook.secret()).as("without a secret nothing is signed").isNull();
    }

    @Test
    void aNumberWithoutAUrlIsSteeredByNobody() {
        assertThat(reader.of(route(
                                "de",
                                new FillerChoice.Off(),
                                null,
                                WebhookConfig.Body.URLENCODED,
                                WebhookConfig.SignatureForm.HEX,
                                null))
                        .webhook())
                .isNull();
    }

    @Test
    void aLanguageThatIsNoneBecomesEnglish() {
        assertThat(reader.of(route(
                                "§",
                                new FillerChoice.Off(),
                                HOOK,
                                WebhookConfig.Body.URLENCODED,
                                WebhookConfig.SignatureForm.HEX,
                                null))
                        .language())
                .isEqualTo(Language.EN);
    }

    @Test
    void theFillerIsOffOrAToneOrASentence() {
        assertThat(reader.of(route(new FillerChoice.Off())).filler()).isEqualTo(new Filler(false, AFTER, ""));
        assertThat(reader.of(route(new FillerChoice.Tone())).filler()).isEqualTo(new Filler(true, AFTER, ""));
        assertThat(reader.of(route(new FillerChoice.Sentence("One moment."))).filler())
                .isEqualTo(new Filler(true, AFTER, "One moment."));
    }
}
