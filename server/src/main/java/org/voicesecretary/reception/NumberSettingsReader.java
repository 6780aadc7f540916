package org.voicesecretary.reception;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.FillerChoice;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.config.CallConfig;
import org.voicesecretary.config.Secret;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.protocol.SignatureForm;

/** What the call engine needs to know of a number, from what the account says. */
public final class NumberSettingsReader {
    private final Guards guards;

    public NumberSettingsReader(CallConfig calls) {
        this.guards = new Guards(calls.maxDuration(), calls.maxSteps(), calls.spinSteps(), calls.spinUnder());
    }

    public NumberSettings of(NumberRoute route) {
        return new NumberSettings(
                route.account().key(),
                route.number(),
                Language.parse(route.language()).orElse(Language.EN),
                route.timeZone(),
                endpoint(route.webhook()),
                own(route),
                filler(route),
                guards);
    }

    /**
     * The script that is told of calls to a number, or of those that begin inside.
     *
     * @param number without {@code +}; null or empty = they begin inside
     */
    public Optional<WebhookEndpoint> script(AccountSnapshot accounts, long pbxId, @Nullable String number) {
        return (number == null || number.isEmpty() ? accounts.inside(pbxId) : accounts.number(number))
                .flatMap(route -> Optional.ofNullable(endpoint(route.webhook())));
    }

    private static @Nullable RedirectTarget own(NumberRoute route) {
        String own = route.office().own();
        return own == null ? null : RedirectTarget.parse(own);
    }

    private static @Nullable WebhookEndpoint endpoint(NumberRoute.Webhook webhook) {
        URI url = webhook.url();
        if (url == null) {
            return null;
        }
        Secret secret = webhook.secret();
        return new WebhookEndpoint(
                url,
                webhook.fallbackUrl(),
                webhook.timeout(),
                switch (webhook.body()) {
                    case URLENCODED -> WebhookEndpoint.Body.URLENCODED;
                    case MULTIPART -> WebhookEndpoint.Body.MULTIPART;
                },
                switch (webhook.signature()) {
                    case HEX -> SignatureForm.HEX;
                    case RAW_BASE64 -> SignatureForm.RAW_BASE64;
                },
                secret == null ? null : secret.value(),
                webhook.mute());
    }

    private static Filler filler(NumberRoute route) {
        return switch (route.filler()) {
            case FillerChoice.Off() -> new Filler(false, route.fillerAfter(), "");
            case FillerChoice.Tone() -> new Filler(true, route.fillerAfter(), "");
            case FillerChoice.Sentence(var text) -> new Filler(true, route.fillerAfter(), text);
        };
    }
}
