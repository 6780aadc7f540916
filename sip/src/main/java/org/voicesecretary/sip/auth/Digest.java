package org.voicesecretary.sip.auth;

import org.jspecify.annotations.Nullable;

/** The formulas of RFC 7616 §3.4; without qop those of RFC 2617 §3.2.2. */
final class Digest {
    static final String AUTH = "auth";
    static final String AUTH_INT = "auth-int";

    private Digest() {}

    /** H(A1) without the nonces of a session; this is what may be stored instead of a password. */
    static String userHash(DigestAlgorithm algorithm, String username, String realm, String password) {
        return algorithm.hash(username + ":" + realm + ":" + password);
    }

    /**
     * The response of one request.
     *
     * @param userHash of {@link #userHash}
     * @param qop {@code auth}, {@code auth-int}, or null for RFC 2617 without qop
     * @param nc eight hexadecimal digits; not looked at without qop
     * @param cnonce not looked at without qop, except by -sess
     */
    static String response(
            DigestAlgorithm algorithm,
            String userHash,
            String nonce,
            @Nullable String qop,
            String nc,
            String cnonce,
            String method,
            String digestUri,
            byte[] body) {
        String ha1 = algorithm.session() ? algorithm.hash(userHash + ":" + nonce + ":" + cnonce) : userHash;
        String a2 = method + ":" + digestUri;
        if (AUTH_INT.equals(qop)) a2 += ":" + algorithm.hash(body);
        String ha2 = algorithm.hash(a2);
        if (qop == null) return algorithm.hash(ha1 + ":" + nonce + ":" + ha2);
        return algorithm.hash(ha1 + ":" + nonce + ":" + nc + ":" + cnonce + ":" + qop + ":" + ha2);
    }
}
