package org.voicesecretary.call;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Language;

/**
 * What the engine needs to know of the called number and its account.
 *
 * @param accountKey the account's API key, its name in the outside world
 * @param number as configured, without {@code +}
 * @param language of the account: apologies, and announcements that name none
 * @param zone of {@code call_start}
 * @param webhook null = nobody steers calls to this number
 */
public record NumberSettings(
        String accountKey,
        String number,
        Language language,
        ZoneId zone,
        @Nullable WebhookEndpoint webhook,
        Filler filler,
        Guards guards) {}
