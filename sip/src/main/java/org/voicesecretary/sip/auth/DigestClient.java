package org.voicesecretary.sip.auth;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.AuthValue;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/**
 * Answers 401 and 407 as a UAC (RFC 3261 §22.2, §22.3). Of several challenges of one realm the one with the
 * strongest algorithm is answered, wherever it stands. One instance serves one dialog or registration: it counts the uses of a nonce.
 */
public final class DigestClient {
    /** Who we are in a realm. */
    @FunctionalInterface
    public interface Logins {
        /** Empty where we have no login: the challenge is left unanswered. */
        Optional<DigestCredentials> forRealm(String realm);
    }

    private final Logins logins;
    private final RandomGenerator random;
    private final List<Session> sessions = new ArrayList<>();

    /** A nonce in use, per realm and per kind of header. */
    private static final class Session {
        final Challenge challenge;
        final DigestCredentials login;
        final String cnonce;
        int uses;

        Session(Challenge challenge, DigestCredentials login, String cnonce) {
            this.challenge = challenge;
            this.login = login;
            this.cnonce = cnonce;
        }

        boolean isFor(Challenge other) {
            return challenge.proxy() == other.proxy() && challenge.realm().equals(other.realm());
        }
    }

    private record Challenge(
            boolean proxy,
            String realm,
            String nonce,
            @Nullable String opaque,
            DigestAlgorithm algorithm,
            boolean algorithmNamed,
            @Nullable String qop,
            boolean stale) {}

    /** {@code random} makes cnonces: a {@link java.security.SecureRandom} outside of tests. */
    public DigestClient(Logins logins, RandomGenerator random) {
        this.logins = logins;
        this.random = random;
    }

    /**
     * The request again, with credentials for every challenge of the response. The caller gives it a new branch and the
     * next CSeq (RFC 3261 §22.2). Empty where no challenge can be answered, or where the credentials were just refused:
     * then trying again would only lock the account.
     */
    public synchronized Optional<SipRequest> answer(SipRequest request, SipResponse challenge) {
        return learn(request, challenge) ? Optional.of(authorize(request)) : Optional.empty();
    }

    /**
     * As {@link #answer} for a caller that makes the next request itself and has it {@link #authorize}d: whether that will answer a
     * challenge of the response to {@code refused}.
     */
    public synchronized boolean learn(SipRequest refused, SipResponse challenge) {
        List<Challenge> chosen = choose(challenge.headers());
        if (chosen.isEmpty()) return false;
        for (Challenge one : chosen) {
            if (refusedAgain(refused, one)) return false;
        }
        boolean answered = false;
        for (Challenge one : chosen) {
            DigestCredentials login = logins.forRealm(one.realm()).orElse(null);
            if (login == null) continue;
            sessions.removeIf(s -> s.isFor(one));
            sessions.add(new Session(one, login, cnonce()));
            answered = true;
        }
        return answered;
    }

    /** The request with credentials for every realm that has challenged us so far; unchanged where none has. */
    public synchronized SipRequest authorize(SipRequest request) {
        if (sessions.isEmpty()) return request;
        Headers.Builder headers =
                request.headers().toBuilder().remove(HeaderName.AUTHORIZATION).remove(HeaderName.PROXY_AUTHORIZATION);
        for (Session session : sessions) {
            headers.add(
                    session.challenge.proxy() ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION,
                    credentials(session, request).text());
        }
        return request.withHeaders(headers.build());
    }

    /**
     * Whether the request carried credentials on a nonce never used before, and yet it is challenged: the password is
     * wrong. A nonce that had been used may just have run out, whether or not the server says stale; so may a new one
     * once, where the server says so.
     */
    private boolean refusedAgain(SipRequest request, Challenge challenge) {
        String name = challenge.proxy() ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION;
        for (Session session : sessions) {
            if (!session.isFor(challenge)
                    || session.uses > 1
                    || !request.headers().has(name)) continue;
            return !challenge.stale() || session.challenge.stale();
        }
        return false;
    }

    /** One challenge per realm and kind: the strongest. */
    private static List<Challenge> choose(Headers headers) {
        var chosen = new ArrayList<Challenge>();
        for (boolean proxy : new boolean[] {false, true}) {
            for (String value : headers.all(proxy ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE)) {
                Challenge read = read(value, proxy);
                if (read == null) continue;
                Challenge rival = null;
                for (Challenge one : chosen) {
                    if (one.proxy() == proxy && one.realm().equals(read.realm())) rival = one;
                }
                if (rival != null && rival.algorithm().compareTo(read.algorithm()) >= 0) continue;
                if (rival != null) chosen.remove(rival);
                chosen.add(read);
            }
        }
        return chosen;
    }

    private static @Nullable Challenge read(String value, boolean proxy) {
        AuthValue challenge;
        try {
            challenge = AuthValue.parse(value);
        } catch (SipParseException e) {
            return null;
        }
        DigestAlgorithm algorithm =
                DigestAlgorithm.of(challenge.param("algorithm")).orElse(null);
        String realm = challenge.param("realm");
        String nonce = challenge.param("nonce");
        if (!challenge.isDigest() || algorithm == null || realm == null || nonce == null) return null;
        String offered = challenge.param("qop");
        String qop = offered == null ? null : qop(offered);
        if (offered != null && qop == null) return null;
        return new Challenge(
                proxy,
                realm,
                nonce,
                challenge.param("opaque"),
                algorithm,
                challenge.params().has("algorithm"),
                qop,
                "true".equalsIgnoreCase(challenge.param("stale")));
    }

    /** {@code auth} where it is offered: a body that is changed on the way (SDP by an ALG) would break auth-int. */
    private static @Nullable String qop(String offered) {
        List<String> options = List.of(offered.toLowerCase(Locale.ROOT).split("[\\s,]+"));
        if (options.contains(Digest.AUTH)) return Digest.AUTH;
        return options.contains(Digest.AUTH_INT) ? Digest.AUTH_INT : null;
    }

    private AuthValue credentials(Session session, SipRequest request) {
        Challenge challenge = session.challenge;
        String nc = String.format("%08x", ++session.uses);
        String uri = request.uri().text();
        String userHash = Digest.userHash(
                challenge.algorithm(), session.login.username(), challenge.realm(), session.login.password());
        String response = Digest.response(
                challenge.algorithm(),
                userHash,
                challenge.nonce(),
                challenge.qop(),
                nc,
                session.cnonce,
                request.method().name(),
                uri,
                request.body());
        Params params = Params.NONE
                .withQuoted("username", session.login.username())
                .withQuoted("realm", challenge.realm())
                .withQuoted("nonce", challenge.nonce())
                .withQuoted("uri", uri)
                .withQuoted("response", response);
        if (challenge.algorithmNamed())
            params = params.with("algorithm", challenge.algorithm().token());
        if (challenge.opaque() != null) params = params.withQuoted("opaque", challenge.opaque());
        if (challenge.qop() != null) {
            params = params.with("qop", challenge.qop()).with("nc", nc);
        }
        if (challenge.qop() != null || challenge.algorithm().session()) {
            params = params.withQuoted("cnonce", session.cnonce);
        }
        return new AuthValue("Digest", params);
    }

    private String cnonce() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
