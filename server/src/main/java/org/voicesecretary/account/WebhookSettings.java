package org.voicesecretary.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.WebhookConfig;

/** What an account or a number says about its script; null = nothing, so the next wider place decides. */
public record WebhookSettings(
        @Nullable UrlSetting url,
        @Nullable UrlSetting fallbackUrl,
        @Nullable Duration timeout,
        WebhookConfig.@Nullable Body body,
        WebhookConfig.@Nullable SignatureForm signature) {
    public static final WebhookSettings NOTHING = new WebhookSettings(null, null, null, null, null);

    /** These settings, and where they say nothing, those of {@code wider}: field by field. */
    public WebhookSettings over(WebhookSettings wider) {
        return new WebhookSettings(
                url != null ? url : wider.url,
                fallbackUrl != null ? fallbackUrl : wider.fallbackUrl,
                timeout != null ? timeout : wider.timeout,
                body != null ? body : wider.body,
                signature != null ? signature : wider.signature);
    }
}
