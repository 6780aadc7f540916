package org.voicesecretary.rest.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110 §8.8.3): a hash of the representation. */
final class Etag {
    private Etag() {}

    static String of(byte[] representation) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(representation);
            return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has to have", e);
        }
    }

    static String of(String representation) {
        return of(representation.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a list of If-Match or If-None-Match has it; weakness does not matter, for we have no weak ones. */
    static boolean listed(String header, @Nullable String tag) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                .anyMatch(each -> tag != null && (each.equals("*") || each.equals(tag)));
    }
}
