package org.voicesecretary.call;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.RedirectTarget;

/**
 * What the engine needs to know of the called number and its account.
 *
 * @param accountKey the account's API key, its name in the outside world
 * @param number as configured, without {@code +}
 * @param language of the account: apologies, and announcements that name none
 * @param zone of {@code call_start}
 * @param webhook null = nobody steers calls to this number
 * @param own where calls go that no script steers: the number's own menu, extension or scenario; null = it has none
 */
public record NumberSettings(
        String accountKey,
        String number,
        Language language,
        ZoneId zone,
        @Nullable WebhookEndpoint webhook,
        @Nullable RedirectTarget own,
        Filler filler,
        Guards guards) {
    /** Of a number that has no menu, extension or scenario of its own. */
    public NumberSettings(
            String accountKey,
            String number,
            Language language,
            ZoneId zone,
            @Nullable WebhookEndpoint webhook,
            Filler filler,
            Guards guards) {
        this(accountKey, number, language, zone, webhook, null, filler, guards);
    }
}
