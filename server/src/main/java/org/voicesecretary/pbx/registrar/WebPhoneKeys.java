package org.voicesecretary.pbx.registrar;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that let a browser be the telephone of one extension for a while, so that a page need not hold its password. Nothing is stored: a
 * key proves itself, and ends early when the extension's password changes.
 */
public final class WebPhoneKeys {
    static final Duration LIFE = Duration.ofHours(72);

    /** Login, time of expiry in seconds since 1970, proof. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}-\\d{3})\\.(\\d{1,12})\\.([0-9a-f]{64})");

    private final Function<String, Optional<String>> passwords;
    private final InstantSource clock;

    /** @param passwords of logins; empty = nobody can log in by that name */
    public WebPhoneKeys(Function<String, Optional<String>> passwords, InstantSource clock) {
        this.passwords = passwords;
        this.clock = clock;
    }

    /** A key for a login; empty if its telephones cannot log in at all. */
    public Optional<String> issue(String login) {
        String named = login + "." + clock.instant().plus(LIFE).getEpochSecond();
        return passwords.apply(login).map(password -> named + "." + proof(password, named));
    }

    /** Whose key it is; empty if it is nobody's, or not any more. */
    public Optional<String> login(String key) {
        Matcher parts = FORM.matcher(key);
        if (!parts.matches()
                || Long.parseLong(parts.group(2)) <= clock.instant().getEpochSecond()) {
            return Optional.empty();
        }
        String named = parts.group(1) + "." + parts.group(2);
        byte[] given = parts.group(3).getBytes(StandardCharsets.US_ASCII);
        return passwords
                .apply(parts.group(1))
                .filter(password ->
                        MessageDigest.isEqual(proof(password, named).getBytes(StandardCharsets.US_ASCII), given))
                .map(known -> parts.group(1));
    }

    private static String proof(String password, String named) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("web telephone " + named).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
