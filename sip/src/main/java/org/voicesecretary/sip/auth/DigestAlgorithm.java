package org.voicesecretary.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hash behind a digest, the weakest first (RFC 7616 §3.3, RFC 8760 §2.1). */
public enum DigestAlgorithm {
    MD5("MD5", "MD5", false),
    MD5_SESS("MD5-sess", "MD5", true),
    SHA_256("SHA-256", "SHA-256", false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", true),
    SHA_512_256("SHA-512-256", "SHA-512/256", false),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true);

    private final String token;
    private final String jca;
    private final boolean session;

    DigestAlgorithm(String token, String jca, boolean session) {
        this.token = token;
        this.jca = jca;
        this.session = session;
    }

    /** The algorithm of a challenge or of credentials; MD5 where none is said, empty where it is unknown. */
    public static Optional<DigestAlgorithm> of(@Nullable String token) {
        if (token == null) return Optional.of(MD5); // RFC 7616 §3.3
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) return Optional.of(algorithm);
        }
        return Optional.empty();
    }

    /** As it stands in the header. */
    public String token() {
        return token;
    }

    /** Whether the hash of the user takes in the nonces of the session. */
    public boolean session() {
        return session;
    }

    String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In lower-case hexadecimal. */
    String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(jca).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + jca + ", which every Java has to have", e);
        }
    }
}
