package org.voicesecretary.sip.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.AuthValue;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipUri;

/**
 * Challenges requests and checks their credentials as a UAS (RFC 3261 §22.2, RFC 8760). A nonce carries its own time
 * and a seal, so nothing is stored for a challenge that is never answered; the counts of nonces in use are kept by a
 * {@link NonceCounts}.
 */
public final class DigestChallenger {
    /** Where the secrets are: one lookup per request with credentials. */
    @FunctionalInterface
    public interface Secrets {
        /** The password of the user in this realm; empty where there is no such user. */
        Optional<String> password(String username, String realm);

        /**
         * What this user is challenged with, the preferred first; empty: with all the challenger has. It is asked for users that do
         * not exist, too, and must not tell: see {@link DecoyAlgorithms}.
         */
        default List<DigestAlgorithm> algorithms(String username, String realm) {
            return List.of();
        }
    }

    /** What became of the credentials of a request. */
    public sealed interface Outcome {
        /** The user has proved to know the password. */
        record Authenticated(String username) implements Outcome {}

        /**
         * Answer with 401 (or 407) and these fields.
         *
         * @param stale the password was right and only the nonce too old: the peer tries again without asking anybody
         * @param wrongUser who it said it was, where its password was looked at and wrong: somebody mistyped it, or guesses
         * @param detail for the log; holds no secret
         */
        record Challenged(Headers headers, boolean stale, Optional<String> wrongUser, String detail)
                implements Outcome {}

        /** Answer with 400. */
        record Malformed(String detail) implements Outcome {}
    }

    private static final Pattern NONCE_COUNT = Pattern.compile("[0-9A-Fa-f]{8}");
    private static final int SEAL_BYTES = 16;
    private static final int NONCE_BYTES = Long.BYTES + Long.BYTES + SEAL_BYTES;

    private final String realm;
    private final boolean proxy;
    private final List<DigestAlgorithm> algorithms;
    private final Duration nonceLife;
    private final SecretKeySpec sealKey;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final NonceCounts counts;

    /**
     * @param realm shown to the user by some phones
     * @param proxy whether to challenge with 407 and Proxy-Authenticate
     * @param algorithms the preferred first (RFC 8760 §2.4)
     * @param nonceLife how long a nonce is good
     * @param random seeds the seal and the nonces: a {@link java.security.SecureRandom} outside of tests
     */
    public DigestChallenger(
            String realm,
            boolean proxy,
            List<DigestAlgorithm> algorithms,
            Duration nonceLife,
            InstantSource clock,
            RandomGenerator random) {
        if (algorithms.isEmpty()) throw new IllegalArgumentException("digest algorithms are missing, expected one");
        this.realm = realm;
        this.proxy = proxy;
        this.algorithms = List.copyOf(algorithms);
        this.nonceLife = nonceLife;
        this.clock = clock;
        this.random = random;
        var key = new byte[32];
        random.nextBytes(key);
        this.sealKey = new SecretKeySpec(key, "HmacSHA256");
        this.counts = new NonceCounts(nonceLife.toMillis());
    }

    /** The status of a challenge: 401, or 407 for a proxy. */
    public int status() {
        return proxy ? 407 : 401;
    }

    /** One challenge per algorithm, the preferred first. */
    public Headers challenge(boolean stale) {
        return challenge(stale, algorithms);
    }

    private Headers challenge(boolean stale, List<DigestAlgorithm> offered) {
        String nonce = newNonce();
        var headers = Headers.builder();
        for (DigestAlgorithm algorithm : offered) {
            Params params = Params.NONE
                    .withQuoted("realm", realm)
                    .withQuoted("nonce", nonce)
                    .withQuoted("qop", Digest.AUTH)
                    .with("algorithm", algorithm.token());
            if (stale) params = params.with("stale", "true");
            headers.add(
                    proxy ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE,
                    new AuthValue("Digest", params).text());
        }
        return headers.build();
    }

    /** Looks at the credentials of the request that are for our realm. ACK and CANCEL are not to be challenged. */
    public Outcome check(SipRequest request, Secrets secrets) {
        AuthValue credentials = ours(request.headers());
        if (credentials == null) {
            return refused("credentials are missing", offered(claimedUser(request), secrets));
        }
        String malformed = malformed(credentials);
        if (malformed != null) return new Outcome.Malformed("credentials are malformed: " + malformed);
        Claim claim = Claim.of(credentials);
        List<DigestAlgorithm> offered = offered(claim.username(), secrets);
        DigestAlgorithm algorithm = DigestAlgorithm.of(claim.algorithm()).orElse(null);
        if (algorithm == null || !offered.contains(algorithm)) return refused("algorithm was not offered", offered);
        long issued = issuedAt(claim.nonce());
        if (issued < 0) return refused("nonce is none of ours", offered);
        Optional<String> password = secrets.password(claim.username(), realm);
        // an unknown user costs the same work as a known one, and so cannot be told from a wrong password
        String expected = Digest.response(
                algorithm,
                Digest.userHash(algorithm, claim.username(), realm, password.orElse("")),
                claim.nonce(),
                claim.qop(),
                claim.nc(),
                claim.cnonce(),
                request.method().name(),
                claim.uri(), // RFC 3261 §22.4: proxies may have changed the Request-URI, so it is not held against uri
                request.body());
        boolean right = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                claim.response().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        if (!right || password.isEmpty()) {
            return new Outcome.Challenged(
                    challenge(false, offered), false, Optional.of(claim.username()), "user or password is wrong");
        }
        return fresh(claim, issued, offered);
    }

    /** What the peer says of itself; complete, but not believed yet. Without qop, nc and cnonce may be empty. */
    private record Claim(
            String username,
            String nonce,
            String uri,
            String response,
            @Nullable String algorithm,
            @Nullable String qop,
            String nc,
            String cnonce) {

        static Claim of(AuthValue credentials) {
            String qop = credentials.param("qop");
            return new Claim(
                    text(credentials, "username"),
                    text(credentials, "nonce"),
                    text(credentials, "uri"),
                    text(credentials, "response"),
                    credentials.param("algorithm"),
                    qop == null ? null : qop.toLowerCase(Locale.ROOT),
                    text(credentials, "nc"),
                    text(credentials, "cnonce"));
        }

        private static String text(AuthValue credentials, String name) {
            String value = credentials.param(name);
            return value == null ? "" : value;
        }
    }

    /** What is wrong with the form of the credentials, or null. */
    private static @Nullable String malformed(AuthValue credentials) {
        for (String name : List.of("username", "nonce", "uri", "response")) {
            if (credentials.param(name) == null) return name + " is missing";
        }
        String qop = credentials.param("qop");
        if (qop == null) return null;
        if (!qop.equalsIgnoreCase(Digest.AUTH) && !qop.equalsIgnoreCase(Digest.AUTH_INT)) {
            return "qop is unknown, expected auth";
        }
        String nc = credentials.param("nc");
        if (nc == null || !NONCE_COUNT.matcher(nc).matches()) return "nc is no number of 8 hexadecimal digits";
        return credentials.param("cnonce") == null ? "cnonce is missing" : null;
    }

    private Outcome fresh(Claim claim, long issued, List<DigestAlgorithm> offered) {
        long now = clock.millis();
        if (now - issued > nonceLife.toMillis()) {
            return new Outcome.Challenged(challenge(true, offered), true, Optional.empty(), "nonce is too old");
        }
        // without qop no count is sealed into the response: the nonce is good once
        long count = claim.qop() == null ? Long.MAX_VALUE : Long.parseLong(claim.nc(), 16);
        if (!counts.advance(claim.nonce(), count, now)) {
            return new Outcome.Challenged(
                    challenge(true, offered), true, Optional.empty(), "nonce count was used before");
        }
        return new Outcome.Authenticated(claim.username());
    }

    private Outcome refused(String detail, List<DigestAlgorithm> offered) {
        return new Outcome.Challenged(challenge(false, offered), false, Optional.empty(), detail);
    }

    private List<DigestAlgorithm> offered(String username, Secrets secrets) {
        List<DigestAlgorithm> own = secrets.algorithms(username, realm);
        return own.isEmpty() ? algorithms : own;
    }

    /** Who a request without credentials says it is: a REGISTER in To, any other in From. */
    private static String claimedUser(SipRequest request) {
        String header = request.method().equals(Method.REGISTER) ? HeaderName.TO : HeaderName.FROM;
        return request.addresses(header).stream()
                .map(address -> address.uri() instanceof SipUri uri ? uri.user() : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private @Nullable AuthValue ours(Headers headers) {
        for (String value : headers.all(proxy ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION)) {
            try {
                AuthValue credentials = AuthValue.parse(value);
                if (credentials.isDigest() && realm.equals(credentials.param("realm"))) return credentials;
            } catch (SipParseException e) {
                continue; // of another scheme, or broken: as good as none
            }
        }
        return null;
    }

    private String newNonce() {
        byte[] body = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(clock.millis())
                .putLong(random.nextLong())
                .array();
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .put(body)
                .put(seal(body), 0, SEAL_BYTES)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /** When the nonce was made, in milliseconds; -1 where it is not ours. */
    private long issuedAt(String nonce) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return -1;
        }
        if (bytes.length != NONCE_BYTES) return -1;
        var buffer = ByteBuffer.wrap(bytes);
        var body = new byte[2 * Long.BYTES];
        var seal = new byte[SEAL_BYTES];
        buffer.get(body).get(seal);
        byte[] expected = Arrays.copyOf(seal(body), SEAL_BYTES);
        return MessageDigest.isEqual(expected, seal) ? ByteBuffer.wrap(body).getLong() : -1;
    }

    private byte[] seal(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(sealKey);
            mac.update(realm.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256, which every Java has to have", e);
        }
    }
}
