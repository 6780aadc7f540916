package org.voicesecretary.account;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Secret;

/**
 * One PBX: numbers, trunks, sounds and calls belong to it.
 *
 * @param pbxId its number in the outside world, by which its telephones register, one to nine digits
 * @param key the API key by which scripts, {@code account.yaml} and the REST API name it
 * @param secret signs webhooks; null = they go out unsigned
 * @param language of announcements that name none
 * @param country ISO 3166, such as {@code DE}: how numbers are read that have no country code; null = not said
 * @param untouched made by the first start and never changed since, so that the first {@code account.yaml} may take it over
 */
public record Account(
        long pbxId,
        String name,
        String key,
        @Nullable Secret secret,
        ZoneId timeZone,
        String language,
        @Nullable String country,
        CallerSettings caller,
        WebhookSettings webhook,
        boolean untouched) {

    Account with(WebhookSettings other) {
        return new Account(pbxId, name, key, secret, timeZone, language, country, caller, other, untouched);
    }

    /** In use from now on. */
    Account touched() {
        return new Account(pbxId, name, key, secret, timeZone, language, country, caller, webhook, false);
    }
}
