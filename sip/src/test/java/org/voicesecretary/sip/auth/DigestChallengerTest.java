package org.voicesecretary.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.sip.auth.DigestChallenger.Outcome;
import org.voicesecretary.sip.message.AuthValue;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;

/** Both sides against each other: what the client answers, the challenger checks. */
@Tag("unit")
class DigestChallengerTest {
    private static final Duration LIFE = Duration.ofMinutes(5);

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final DigestChallenger challenger = challenger(false, DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
    private final DigestClient client = client("secret");
    private final SipRequest register = request(Method.REGISTER);

    private DigestChallenger challenger(boolean proxy, DigestAlgorithm... algorithms) {
        return new DigestChallenger("robot.example", proxy, List.of(algorithms), LIFE, clock, new Random(7));
    }

    private static DigestClient client(String password) {
        return new DigestClient(realm -> Optional.of(new DigestCredentials("ann", password)), new Random(8));
    }

    private static SipRequest request(Method method) {
        try {
            return new SipRequest(
                    method, SipUri.parse("sip:robot.example"), Headers.of("Call-ID", "c", "CSeq", "1 " + method));
        } catch (SipParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Optional<String> password(String username, String realm) {
        return username.equals("ann") ? Optional.of("secret") : Optional.empty();
    }

    private Outcome check(SipRequest request) {
        return challenger.check(request, DigestChallengerTest::password);
    }

    private SipResponse challenged(Outcome outcome) {
        return new SipResponse(401, "Unauthorized", ((Outcome.Challenged) outcome).headers(), new byte[0]);
    }

    private SipRequest authorized() {
        return client.answer(register, challenged(check(register))).orElseThrow();
    }

    private static SipRequest changed(SipRequest request, String from, String to) {
        String value = Objects.requireNonNull(request.headers().first(HeaderName.AUTHORIZATION));
        assertThat(value).contains(from);
        return request.with(HeaderName.AUTHORIZATION, value.replace(from, to));
    }

    private static String param(SipRequest request, String name) throws SipParseException {
        return Objects.requireNonNull(
                AuthValue.parse(Objects.requireNonNull(request.headers().first("Authorization")))
                        .param(name));
    }

    @Test
    void aRequestWithoutCredentialsIsChallengedStrongestFirst() {
        Headers headers = ((Outcome.Challenged) check(register)).headers();
        assertThat(headers.all("WWW-Authenticate")).hasSize(2);
        assertThat(headers.first("WWW-Authenticate"))
                .contains("realm=\"robot.example\"", "qop=\"auth\"", "algorithm=SHA-256");
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void theRightPasswordIsTakenWithEveryAlgorithm(DigestAlgorithm algorithm) {
        for (boolean proxy : List.of(false, true)) {
            DigestChallenger strict = challenger(proxy, algorithm);
            var first = (Outcome.Challenged) strict.check(register, DigestChallengerTest::password);
            var response = new SipResponse(strict.status(), "No", first.headers(), new byte[0]);
            SipRequest again = client("secret").answer(register, response).orElseThrow();
            assertThat(again.headers().has(proxy ? "Proxy-Authorization" : "Authorization"))
                    .isTrue();
            assertThat(strict.check(again, DigestChallengerTest::password)).isEqualTo(new Outcome.Authenticated("ann"));
        }
    }

    @Test
    void theStrongestChallengeIsAnsweredWhereverItStands() throws SipParseException {
        DigestChallenger weakFirst = challenger(false, DigestAlgorithm.MD5, DigestAlgorithm.SHA_256);
        SipRequest again = client.answer(
                        register, challenged(weakFirst.check(register, DigestChallengerTest::password)))
                .orElseThrow();
        assertThat(param(again, "algorithm")).isEqualTo("SHA-256");
        assertThat(weakFirst.check(again, DigestChallengerTest::password)).isInstanceOf(Outcome.Authenticated.class);
    }

    @Test
    void aWrongPasswordIsChallengedAndNotTriedTwice() {
        DigestClient wrong = client("guess");
        SipRequest again = wrong.answer(register, challenged(check(register))).orElseThrow();
        Outcome refused = check(again);
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Outcome.Challenged.class, c -> assertThat(c.stale()).isFalse());
        assertThat(wrong.answer(again, challenged(refused))).isEmpty();
    }

    @Test
    void anUnknownUserIsChallengedLikeAWrongPassword() {
        var stranger = new DigestClient(realm -> Optional.of(new DigestCredentials("bob", "")), new Random(1));
        Outcome refused =
                check(stranger.answer(register, challenged(check(register))).orElseThrow());
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Outcome.Challenged.class, c -> assertThat(c.detail()).isEqualTo("user or password is wrong"));
    }

    @Test
    void aRecordedRequestCanNotBeSentAgain() {
        SipRequest recorded = authorized();
        assertThat(check(recorded)).isInstanceOf(Outcome.Authenticated.class);
        assertThat(check(recorded))
                .isInstanceOfSatisfying(
                        Outcome.Challenged.class, c -> assertThat(c.stale()).isTrue());
    }

    @Test
    void aNonceIsGoodForManyRequestsWithRisingCounts() throws SipParseException {
        SipRequest first = authorized();
        SipRequest second = client.authorize(request(Method.INVITE));
        assertThat(param(first, "nc")).isEqualTo("00000001");
        assertThat(param(second, "nc")).isEqualTo("00000002");
        assertThat(check(first)).isInstanceOf(Outcome.Authenticated.class);
        assertThat(check(second)).isInstanceOf(Outcome.Authenticated.class);
        assertThat(check(first)).isInstanceOf(Outcome.Challenged.class);
    }

    @Test
    void anOldNonceIsStaleAndTheClientTriesAgainByItself() {
        SipRequest late = authorized();
        now = now.plus(LIFE).plusMillis(1);
        Outcome outcome = check(late);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Challenged.class, c -> assertThat(c.stale()).isTrue());
        SipRequest again = client.answer(late, challenged(outcome)).orElseThrow();
        assertThat(check(again)).isInstanceOf(Outcome.Authenticated.class);
    }

    @Test
    void aNonceJustBeforeItsEndIsStillGood() {
        SipRequest late = authorized();
        now = now.plus(LIFE);
        assertThat(check(late)).isInstanceOf(Outcome.Authenticated.class);
    }

    @Test
    void anotherMethodAnotherUriOrAForeignNonceDoNotPass() throws SipParseException {
        SipRequest good = authorized();
        var otherMethod = new SipRequest(Method.INVITE, good.uri(), good.headers());
        assertThat(check(otherMethod)).isInstanceOf(Outcome.Challenged.class);
        assertThat(check(changed(good, "uri=\"sip:robot.example\"", "uri=\"sip:else.example\"")))
                .isInstanceOf(Outcome.Challenged.class);
        String nonce = param(good, "nonce");
        char last = nonce.charAt(nonce.length() - 2);
        String forged = nonce.substring(0, nonce.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + nonce.substring(nonce.length() - 1);
        assertThat(check(changed(good, nonce, forged)))
                .isInstanceOfSatisfying(
                        Outcome.Challenged.class, c -> assertThat(c.detail()).isEqualTo("nonce is none of ours"));
        assertThat(check(changed(good, nonce, "!"))).isInstanceOf(Outcome.Challenged.class);
    }

    @Test
    void incompleteCredentialsAreMalformed() throws SipParseException {
        SipRequest good = authorized();
        for (String missing : List.of("nonce=", "response=", "uri=", "username=", "cnonce=")) {
            assertThat(check(changed(good, " " + missing, " x" + missing))).isInstanceOf(Outcome.Malformed.class);
        }
        assertThat(check(changed(good, "qop=auth", "qop=other"))).isInstanceOf(Outcome.Malformed.class);
        assertThat(check(changed(good, "nc=00000001", "nc=1"))).isInstanceOf(Outcome.Malformed.class);
    }

    @Test
    void credentialsOfAnotherRealmOrSchemeAreAsGoodAsNone() {
        for (String value : List.of(
                "Basic YTpi", "Digest realm=\"else\", nonce=\"x\"", "NoOneKnowsThisScheme opaque-data=here", "")) {
            assertThat(check(register.with("Authorization", value)))
                    .isInstanceOfSatisfying(
                            Outcome.Challenged.class,
                            c -> assertThat(c.detail()).isEqualTo("credentials are missing"));
        }
    }

    @Test
    void anAlgorithmThatWasNotOfferedIsRefused() {
        SipRequest downgraded = changed(authorized(), "algorithm=SHA-256", "algorithm=SHA-512-256");
        assertThat(check(downgraded))
                .isInstanceOfSatisfying(
                        Outcome.Challenged.class, c -> assertThat(c.detail()).isEqualTo("algorithm was not offered"));
    }

    @Test
    void aChallengeWithoutQopIsAnsweredAsInRfc2617() throws SipParseException {
        SipRequest again = client.answer(
                        register,
                        new SipResponse(
                                401,
                                "Unauthorized",
                                Headers.of("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", opaque=\"o\""),
                                new byte[0]))
                .orElseThrow();
        assertThat(param(again, "opaque")).isEqualTo("o");
        assertThat(again.headers().first("Authorization")).doesNotContain("qop", "nc=", "algorithm");
    }

    @Test
    void withoutQopANonceIsGoodOnceWhateverItsCount() throws SipParseException {
        String nonce = param(authorized(), "nonce");
        String response = Digest.response(
                DigestAlgorithm.MD5,
                Digest.userHash(DigestAlgorithm.MD5, "ann", "robot.example", "secret"),
                nonce,
                null,
                "",
                "",
                "REGISTER",
                "sip:robot.example",
                new byte[0]);
        String value = "Digest username=\"ann\", realm=\"robot.example\", nonce=\"" + nonce
                + "\", uri=\"sip:robot.example\", response=\"" + response + "\"";
        assertThat(check(register.with("Authorization", value))).isInstanceOf(Outcome.Authenticated.class);
        assertThat(check(register.with("Authorization", value + ", nc=00000002")))
                .isInstanceOf(Outcome.Challenged.class);
        assertThat(check(register.with("Authorization", value + ", nc=7fffffff")))
                .isInstanceOf(Outcome.Challenged.class);
    }

    @Test
    void challengesOfSeveralRealmsAreAllAnswered() {
        SipResponse both = new SipResponse(
                407,
                "Proxy Authentication Required",
                Headers.of(
                        "Proxy-Authenticate", "Digest realm=\"a\", nonce=\"1\", qop=\"auth,auth-int\"",
                        "Proxy-Authenticate", "Digest realm=\"b\", nonce=\"2\", qop=\"auth-int\"",
                        "WWW-Authenticate", "Digest realm=\"a\", nonce=\"3\""),
                new byte[0]);
        SipRequest again = client.answer(register, both).orElseThrow();
        assertThat(again.headers().all("Proxy-Authorization")).hasSize(2);
        assertThat(again.headers().all("Proxy-Authorization").get(0)).contains("qop=auth,");
        assertThat(again.headers().all("Proxy-Authorization").get(1)).contains("qop=auth-int");
        assertThat(again.headers().all("Authorization")).hasSize(1);
    }

    @Test
    void challengesWeCanNotAnswerAreLeftAlone() {
        for (String challenge : List.of(
                "Basic realm=\"r\"",
                "Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5",
                "Digest nonce=\"n\"",
                "Digest",
                "Digest realm=\"r\", nonce=\"n\", qop=\"token\"")) {
            assertThat(client.answer(
                            register,
                            new SipResponse(
                                    401, "Unauthorized", Headers.of("WWW-Authenticate", challenge), new byte[0])))
                    .isEmpty();
        }
        var nobody = new DigestClient(realm -> Optional.empty(), new Random(1));
        assertThat(nobody.answer(register, challenged(check(register)))).isEmpty();
    }

    @Test
    void aReusedNonceThatRanOutWithoutStaleIsTriedOnceMore() {
        authorized();
        SipRequest second = client.authorize(request(Method.INVITE));
        var refusal = new SipResponse(401, "Unauthorized", challenger.challenge(false), new byte[0]);
        SipRequest third = client.answer(second, refusal).orElseThrow();
        assertThat(client.answer(third, refusal)).isEmpty();
    }

    @Test
    void aServerThatAlwaysSaysStaleIsNotAskedForEver() {
        SipRequest request = register;
        var stale = new SipResponse(401, "Unauthorized", challenger.challenge(true), new byte[0]);
        int tries = 0;
        for (Optional<SipRequest> next = client.answer(request, stale);
                next.isPresent();
                next = client.answer(request, stale)) {
            request = next.get();
            assertThat(++tries).isLessThan(5);
        }
        assertThat(tries).isPositive();
    }
}
