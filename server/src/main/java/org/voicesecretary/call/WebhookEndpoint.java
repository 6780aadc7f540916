package org.voicesecretary.call;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.SignatureForm;

/**
 * Where a number's script lives and how it wants to be spoken to.
 *
 * @param fallback asked when {@code url} fails; null = none
 * @param timeout for one URL, a retry included; 1 to 15 s
 * @param secret key of the signature; null = requests go unsigned
 * @param mute events that it does not want
 */
public record WebhookEndpoint(
        URI url,
        @Nullable URI fallback,
        Duration timeout,
        Body body,
        SignatureForm signature,
        @Nullable String secret,
        Set<EventType> mute) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** The two encodings of the form fields. */
    public enum Body {
        URLENCODED,
        MULTIPART
    }

    public WebhookEndpoint {
        mute = Set.copyOf(mute);
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "webhook timeout of " + url + " is out of bounds: " + timeout + "; expected 1s to 15s");
        }
    }

    /** One that wants every event. */
    public WebhookEndpoint(
            URI url,
            @Nullable URI fallback,
            Duration timeout,
            Body body,
            SignatureForm signature,
            @Nullable String secret) {
        this(url, fallback, timeout, body, signature, secret, Set.of());
    }

    /** Whether it wants to be told, or asked. */
    public boolean wants(EventType event) {
        return !mute.contains(event);
    }

    /** Urlencoded, hex signature, default timeout, no fallback. */
    public static WebhookEndpoint of(URI url, @Nullable String secret) {
        return new WebhookEndpoint(url, null, DEFAULT_TIMEOUT, Body.URLENCODED, SignatureForm.HEX, secret);
    }

    @Override
    public String toString() {
        return "WebhookEndpoint[url=%s, fallback=%s, timeout=%s, body=%s, signature=%s, secret=%s]"
                .formatted(url, fallback, timeout, body, signature, secret == null ? "none" : "***");
    }
}
