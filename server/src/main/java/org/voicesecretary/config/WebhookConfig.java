package org.voicesecretary.config;

import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * What holds for every account and number that says nothing else.
 *
 * @param timeout for one URL, a retry included
 * @param filler what a waiting caller hears: {@code tone}, {@code off}, or a sentence
 * @param fillerAfter how long a script may think before the filler starts
 * @param anonymousCaller {@code caller_id} of a caller without a number
 * @param retryFor how long an informational event is tried again before it is given up
 * @param allowPrivate whether scripts may be on this machine or in its network
 * @param switchOffAfter how long a script may take no informational event before it gets none any more
 */
public record WebhookConfig(
        @Between({"1s", "15s"}) Duration timeout,
        @Between({"100ms", "15s"}) Duration connectTimeout,
        @Between({"1KB", "64KB"}) ByteSize maxBody,
        Body body,
        SignatureForm signature,
        String filler,
        @Between({"200ms", "1800ms"}) Duration fillerAfter,
        String anonymousCaller,
        @Between({"1m", "30d"}) Duration retryFor,
        @Between({"100ms", "1h"}) Duration retryFirst,
        @Between({"1s", "1d"}) Duration retryMax,
        @Between({"1", "1000"}) int parallelPerEndpoint,
        @Between({"1h", "90d"}) Duration switchOffAfter,
        boolean allowPrivate)
        implements Checked {
    /** How the fields of an event are encoded. */
    public enum Body {
        URLENCODED,
        MULTIPART
    }

    /** Base64 of the HMAC's hex text, or of its bytes. */
    public enum SignatureForm {
        HEX,
        RAW_BASE64
    }

    @Override
    public void check(BiConsumer<String, String> complain) {
        if (retryFirst.compareTo(retryMax) > 0) {
            complain.accept(
                    "retry-first",
                    "webhook.retry-first " + Units.text(retryFirst) + " is longer than webhook.retry-max "
                            + Units.text(retryMax) + "; expected at most that");
        }
        if (filler.isBlank()) {
            complain.accept("filler", "webhook.filler is empty; expected tone, off, or a sentence to say");
        }
    }
}
