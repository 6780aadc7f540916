package org.voicesecretary.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The three headers of Standard Webhooks (standardwebhooks.com), beside {@link Signature}: who the message is, when it was sent, and
 * HMAC-SHA256 over both and the whole body. A message that is sent again has the same identity, so that a script can tell.
 */
public final class StandardWebhook {
    /** The same over all retries of a message. */
    public static final String ID = "webhook-id";
    /** When this attempt was made: seconds since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";
    /** One or more {@code v1,BASE64} with spaces between: one for each secret while they are being exchanged. */
    public static final String SIGNATURE = "webhook-signature";

    /** How far the clocks of the two sides may differ. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String VERSION = "v1,";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private StandardWebhook() {}

    /**
     * The headers of one attempt; no {@link #SIGNATURE} where there is no secret.
     *
     * @param id without a dot
     * @param secrets all that the other side may have, the newest first
     */
    public static Map<String, String> headers(String id, Instant at, byte[] body, List<WebhookSecret> secrets) {
        if (id.isEmpty() || id.indexOf('.') >= 0) {
            throw new IllegalArgumentException("webhook id is '%s': expected some text without a dot".formatted(id));
        }
        String seconds = Long.toString(at.getEpochSecond());
        Map<String, String> headers = new TreeMap<>(Map.of(ID, id, TIMESTAMP, seconds));
        if (!secrets.isEmpty()) {
            headers.put(
                    SIGNATURE,
                    secrets.stream()
                            .map(secret -> VERSION + Base64.getEncoder().encodeToString(mac(secret, id, seconds, body)))
                            .collect(Collectors.joining(" ")));
        }
        return headers;
    }

    /**
     * What is wrong with a message; empty = it is genuine and fresh.
     *
     * @param id value of its header, as are {@code timestamp} and {@code signature}; empty = it has none
     * @param secrets that are accepted
     * @param tolerance how old or how far ahead of us it may be
     */
    public static Optional<String> problem(
            Optional<String> id,
            Optional<String> timestamp,
            Optional<String> signature,
            byte[] body,
            List<WebhookSecret> secrets,
            Instant now,
            Duration tolerance) {
        if (id.isEmpty() || timestamp.isEmpty() || signature.isEmpty()) {
            return Optional.of("webhook-id, webhook-timestamp or webhook-signature is missing; expected all three");
        }
        String seconds = timestamp.get().strip();
        if (!SECONDS.matcher(seconds).matches()) {
            return Optional.of("webhook-timestamp is no time; expected seconds since 1970");
        }
        if (!signedByOneOf(secrets, id.get().strip(), seconds, signature.get(), body)) {
            return Optional.of("webhook-signature is wrong; expected one made with this account's webhook secret");
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now);
        return age.abs().compareTo(tolerance) > 0
                ? Optional.of("webhook-timestamp is %d s away from the clock here; expected at most %d s"
                        .formatted(age.abs().toSeconds(), tolerance.toSeconds()))
                : Optional.empty();
    }

    private static boolean signedByOneOf(
            List<WebhookSecret> secrets, String id, String seconds, String signatures, byte[] body) {
        boolean right = false;
        for (WebhookSecret secret : secrets) {
            byte[] expected = (VERSION + Base64.getEncoder().encodeToString(mac(secret, id, seconds, body)))
                    .getBytes(StandardCharsets.US_ASCII);
            for (String received : signatures.strip().split(" +", -1)) {
                right |= MessageDigest.isEqual(expected, received.getBytes(StandardCharsets.UTF_8));
            }
        }
        return right;
    }

    private static byte[] mac(WebhookSecret secret, String id, String seconds, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.key(), "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "HmacSHA256 is missing from this Java: every JDK has it, check the security providers", e);
        }
    }
}
