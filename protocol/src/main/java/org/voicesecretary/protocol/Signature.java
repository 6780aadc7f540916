package org.voicesecretary.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The {@code Signature} header: HMAC-SHA1, keyed by the account's secret, over the signed string of the event. */
public final class Signature {
    /** The exact capitalisation matters: PHP scripts look the header up by it. */
    public static final String HEADER = "Signature";

    private Signature() {}

    /**
     * Signs a message.
     *
     * @throws IllegalArgumentException if the secret is empty: such an account sends no signature at all
     */
    public static String sign(String secret, String message, SignatureForm form) {
        byte[] mac = hmacSha1(secret, message);
        byte[] text = switch (form) {
            case HEX -> HexFormat.of().formatHex(mac).getBytes(StandardCharsets.US_ASCII);
            case RAW_BASE64 -> mac;
        };
        return Base64.getEncoder().encodeToString(text);
    }

    public static String sign(String secret, WebhookEvent event, SignatureForm form) {
        return sign(secret, event.signedString(), form);
    }

    /** Whether the signature is right in one of the accepted forms; takes the same time for every wrong one. */
    public static boolean verify(String secret, String message, String signature, Set<SignatureForm> accepted) {
        byte[] received = signature.strip().getBytes(StandardCharsets.UTF_8);
        boolean right = false;
        for (SignatureForm form : accepted) {
            byte[] expected = sign(secret, message, form).getBytes(StandardCharsets.UTF_8);
            right |= MessageDigest.isEqual(expected, received);
        }
        return right;
    }

    static byte[] hmacSha1(String secret, String message) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException(
                    "signature secret is empty: expected the account's secret; leave the signature out where there is none");
        }
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "HmacSHA1 is missing from this Java: every JDK has it, check the security providers", e);
        }
    }
}
