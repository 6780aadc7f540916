package org.voicesecretary.account;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.WebhookConfig;
import org.voicesecretary.protocol.EventType;

/** A number with everything that holds for it: its own settings over the account's over the installation's. */
public record NumberRoute(
        Account account,
        String number,
        ZoneId timeZone,
        String language,
        @Nullable String voice,
        FillerChoice filler,
        Duration fillerAfter,
        Webhook webhook,
        NumberOffice office) {
    /**
     * @param url null = nobody steers calls to this number
     * @param secret null = unsigned
     * @param mute events that are not sent
     */
    public record Webhook(
            @Nullable URI url,
            @Nullable URI fallbackUrl,
            Duration timeout,
            WebhookConfig.Body body,
            WebhookConfig.SignatureForm signature,
            @Nullable Secret secret,
            Set<EventType> mute) {
        /** One that wants every event. */
        public Webhook(
                @Nullable URI url,
                @Nullable URI fallbackUrl,
                Duration timeout,
                WebhookConfig.Body body,
                WebhookConfig.SignatureForm signature,
                @Nullable Secret secret) {
            this(url, fallbackUrl, timeout, body, signature, secret, Set.of());
        }
    }

    static NumberRoute of(Account account, AccountNumber number, WebhookConfig installation) {
        WebhookSettings hook = number.webhook().over(account.webhook());
        CallerSettings caller = number.caller().over(account.caller());
        return new NumberRoute(
                account,
                number.number(),
                account.timeZone(),
                caller.language() != null ? caller.language() : account.language(),
                caller.voice(),
                caller.filler() != null ? caller.filler() : FillerChoice.of(installation.filler()),
                caller.fillerAfter() != null ? caller.fillerAfter() : installation.fillerAfter(),
                new Webhook(
                        uri(hook.url()),
                        uri(hook.fallbackUrl()),
                        hook.timeout() != null ? hook.timeout() : installation.timeout(),
                        hook.body() != null ? hook.body() : installation.body(),
                        hook.signature() != null ? hook.signature() : installation.signature(),
                        account.secret(),
                        hook.mute() != null ? hook.mute() : Set.of()),
                number.office());
    }

    /** For calls that begin inside. */
    static NumberRoute inside(Account account, WebhookConfig installation) {
        var none = new AccountNumber("", WebhookSettings.NOTHING, CallerSettings.NOTHING, NumberOffice.NOTHING);
        return of(account, none, installation);
    }

    private static @Nullable URI uri(@Nullable UrlSetting setting) {
        return setting instanceof UrlSetting.Url url ? url.uri() : null;
    }
}
