package org.voicesecretary.protocol;

import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A secret of Standard Webhooks: 24 to 64 bytes, written as {@code whsec_} and their base64. Printed only by {@link #text}.
 *
 * <p>Source: the specification of Standard Webhooks, "Signature scheme" (standardwebhooks.com).
 */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int FEWEST = 24;
    private static final int MOST = 64;
    private static final int MADE = 32;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /**
     * Reads {@code whsec_…}; the prefix may be missing.
     *
     * @throws IllegalArgumentException without the secret itself, if it is none
     */
    public static WebhookSecret parse(String text) {
        String base64 = text.strip();
        base64 = base64.startsWith(PREFIX) ? base64.substring(PREFIX.length()) : base64;
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("webhook secret is no base64: expected whsec_ and base64", e);
        }
        if (key.length < FEWEST || key.length > MOST) {
            throw new IllegalArgumentException("webhook secret has %d bytes: expected %d to %d, as base64 after whsec_"
                    .formatted(key.length, FEWEST, MOST));
        }
        return new WebhookSecret(key);
    }

    /** A new one; {@code random} should be a secure one. */
    public static WebhookSecret make(RandomGenerator random) {
        byte[] key = new byte[MADE];
        random.nextBytes(key);
        return new WebhookSecret(key);
    }

    /** {@code whsec_…}, as it is handed to a script. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    byte[] key() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "whsec_***";
    }
}
