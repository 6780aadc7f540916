package org.voicesecretary.speech;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a rendering in the cache: a hash over everything that changes the sound.
 *
 * @param hex SHA-256, 64 hex digits
 */
public record SpeechKey(String hex) {
    public SpeechKey {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("speech key is not a hash: '" + hex + "', expected 64 hex digits");
        }
    }

    public static SpeechKey of(SpeechEngine engine, SpeechRequest request) {
        return ofParts(
                "speech",
                engine.id(),
                engine.version(),
                request.voice().id(),
                request.language().code(),
                Integer.toString(request.ratePercent()),
                Integer.toString(request.pitchPercent()),
                Mastering.VERSION,
                request.text());
    }

    /** A hash over texts, each with its length, so that no two lists of texts run together. */
    public static SpeechKey ofParts(String... parts) {
        MessageDigest sha256 = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
            sha256.update(bytes);
        }
        return new SpeechKey(HexFormat.of().formatHex(sha256.digest()));
    }

    /** A hash over a file's content and what is made of it. */
    public static SpeechKey ofBytes(String purpose, byte[] content) {
        return ofParts(purpose, HexFormat.of().formatHex(sha256().digest(content)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing: every JDK has it", e);
        }
    }
}
