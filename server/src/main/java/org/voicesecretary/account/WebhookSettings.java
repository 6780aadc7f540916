package org.voicesecretary.account;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.WebhookConfig;
import org.voicesecretary.protocol.EventType;

/** What an account or a number says about its script; null = nothing, so the next wider place decides. {@code mute}: events that are not sent. */
public record WebhookSettings(
        @Nullable UrlSetting url,
        @Nullable UrlSetting fallbackUrl,
        @Nullable Duration timeout,
        WebhookConfig.@Nullable Body body,
        WebhookConfig.@Nullable SignatureForm signature,
        @Nullable Set<EventType> mute) {
    public static final WebhookSettings NOTHING = new WebhookSettings(null, null, null, null, null, null);

    /** Nothing is said of single events. */
    public WebhookSettings(
            @Nullable UrlSetting url,
            @Nullable UrlSetting fallbackUrl,
            @Nullable Duration timeout,
            WebhookConfig.@Nullable Body body,
            WebhookConfig.@Nullable SignatureForm signature) {
        this(url, fallbackUrl, timeout, body, signature, null);
    }

    public WebhookSettings withUrl(@Nullable UrlSetting other) {
        return new WebhookSettings(other, fallbackUrl, timeout, body, signature, mute);
    }

    public WebhookSettings withMute(Set<EventType> other) {
        return new WebhookSettings(url, fallbackUrl, timeout, body, signature, Set.copyOf(other));
    }

    /** These settings, and where they say nothing, those of {@code wider}: field by field. */
    public WebhookSettings over(WebhookSettings wider) {
        return new WebhookSettings(
                url != null ? url : wider.url,
                fallbackUrl != null ? fallbackUrl : wider.fallbackUrl,
                timeout != null ? timeout : wider.timeout,
                body != null ? body : wider.body,
                signature != null ? signature : wider.signature,
                mute != null ? mute : wider.mute);
    }
}
