package org.voicesecretary.sip.jain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.sip.CallListener;
import org.voicesecretary.sip.Dialog;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InviteHandler;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.InviteOutcome;
import org.voicesecretary.sip.Offer;
import org.voicesecretary.sip.OfferReply;
import org.voicesecretary.sip.RequestOutcome;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.UserAgentConfig;
import org.voicesecretary.sip.auth.DigestAlgorithm;
import org.voicesecretary.sip.auth.DigestChallenger;
import org.voicesecretary.sip.auth.DigestCredentials;
import org.voicesecretary.sip.message.SipUri;

/** The JAIN-SIP reference implementation on the other side, as caller and as callee. */
@Tag("wire")
@Timeout(60)
class JainSipTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final byte[] SDP = "our description".getBytes(UTF_8);

    private final BlockingQueue<Dialog> established = new LinkedBlockingQueue<>();
    private final BlockingQueue<DialogEnd> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> offers = new LinkedBlockingQueue<>();

    private final CallListener listener = new CallListener() {
        @Override
        public void onEstablished(Dialog dialog, byte[] ackBody) {
            established.add(dialog);
        }

        @Override
        public OfferReply onOffer(Dialog dialog, Offer offer) {
            offers.add(new String(offer.body(), UTF_8));
            return new OfferReply.Accept(SDP);
        }

        @Override
        public void onEnded(DialogEnd end) {
            ends.add(end);
        }
    };

    private static UserAgentConfig.Builder config(String transport) {
        return UserAgentConfig.listening(transport + ":127.0.0.1:0");
    }

    private UserAgent answering(String transport) throws Exception {
        return UserAgent.start(config(transport).build(), invite -> {
            invite.listen(listener);
            invite.ring();
            invite.answer(SDP);
        });
    }

    private static int portOf(UserAgent ua) {
        return ua.listeningPoints().getFirst().address().getPort();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T value = queue.poll(10, TimeUnit.SECONDS);
        assertThat(value).as("something within 10 s").isNotNull();
        return value;
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void jainCallsChangesTheSessionAndHangsUp(String transport) throws Exception {
        try (var ua = answering(transport);
                var jain = new JainPhone(transport)) {
            jain.call(portOf(ua), "jain offers");
            Response ok = jain.response(200);
            assertThat(ok.getRawContent()).isEqualTo(SDP);
            jain.acknowledge(ok);
            next(established);
            jain.send(Request.INVITE, "jain holds");
            jain.acknowledge(jain.response(200));
            assertThat(next(offers)).isEqualTo("jain holds");
            jain.send(Request.BYE, "");
            jain.response(200);
            assertThat(next(ends)).isInstanceOf(DialogEnd.RemoteBye.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void jainCallsAndWeHangUp(String transport) throws Exception {
        try (var ua = answering(transport);
                var jain = new JainPhone(transport)) {
            jain.call(portOf(ua), "jain offers");
            jain.acknowledge(jain.response(200));
            next(established).bye();
            jain.request(Request.BYE);
            assertThat(next(ends)).isEqualTo(new DialogEnd.LocalBye());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void jainCallsAndGivesUp(String transport) throws Exception {
        try (var ua = UserAgent.start(config(transport).build(), invite -> {
                    invite.listen(listener);
                    invite.ring();
                });
                var jain = new JainPhone(transport)) {
            jain.call(portOf(ua), "jain offers");
            jain.response(180);
            jain.cancel();
            jain.finalResponses(200, 487);
            assertThat(next(ends)).isInstanceOf(DialogEnd.RemoteCancel.class);
        }
    }

    @Test
    void jainProvesWhoItIsByDigest() throws Exception {
        var challenger = new DigestChallenger(
                "robots",
                false,
                List.of(DigestAlgorithm.MD5),
                Duration.ofMinutes(5),
                InstantSource.system(),
                new SecureRandom());
        try (var ua = UserAgent.start(config("udp").build(), invite -> {
                    switch (challenger.check(
                            invite.request(),
                            (user, realm) -> user.equals("ann") ? Optional.of("secret") : Optional.empty())) {
                        case DigestChallenger.Outcome.Authenticated(String user) -> {
                            invite.listen(listener);
                            invite.answer(SDP);
                        }
                        case DigestChallenger.Outcome.Challenged challenged ->
                            invite.reject(challenger.status(), "Unauthorized", challenged.headers());
                        case DigestChallenger.Outcome.Malformed(String detail) -> invite.reject(400, detail);
                    }
                });
                var jain = new JainPhone("udp")) {
            jain.call(portOf(ua), "jain offers");
            jain.answerChallenge(jain.response(401), "ann", "secret");
            jain.acknowledge(jain.response(200));
            next(established);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void weCallJainAndChangeTheSession(String transport) throws Exception {
        try (var jain = new JainPhone(transport);
                var ua = UserAgent.start(config(transport).build(), InviteHandler.NONE)) {
            var outcome = ua.invite(SipUri.parse(jain.uri()), SDP, InviteOptions.DEFAULTS, listener)
                    .await(SOON);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            InviteOutcome.Answered.class,
                            answered ->
                                    assertThat(answered.response().body()).isEqualTo("jain answers".getBytes(UTF_8)));
            jain.request(Request.ACK);
            Dialog dialog = next(established);
            assertThat(dialog.reInvite(SDP)).isInstanceOf(RequestOutcome.Success.class);
            jain.request(Request.ACK);
            assertThat(dialog.info("text/plain", "hello".getBytes(UTF_8))).isInstanceOf(RequestOutcome.Success.class);
            dialog.bye();
            jain.request(Request.BYE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void weCallJainAndGiveUp(String transport) throws Exception {
        try (var jain = new JainPhone(transport);
                var ua = UserAgent.start(config(transport).build(), InviteHandler.NONE)) {
            jain.onlyRing();
            var call = ua.invite(SipUri.parse(jain.uri()), SDP, InviteOptions.DEFAULTS, listener);
            jain.request(Request.INVITE);
            call.cancel();
            jain.request(Request.CANCEL);
            assertThat(call.await(SOON)).isEqualTo(new InviteOutcome.Cancelled());
        }
    }

    @Test
    void weProveToJainWhoWeAreByDigest() throws Exception {
        try (var jain = new JainPhone("udp");
                var ua = UserAgent.start(config("udp").build(), InviteHandler.NONE)) {
            jain.demand("secret");
            var right = InviteOptions.DEFAULTS.withLogins(realm ->
                    realm.equals("jain") ? Optional.of(new DigestCredentials("ann", "secret")) : Optional.empty());
            assertThat(ua.invite(SipUri.parse(jain.uri()), SDP, right, listener).await(SOON))
                    .isInstanceOf(InviteOutcome.Answered.class);
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws Exception {
        try (var jain = new JainPhone("udp");
                var ua = UserAgent.start(config("udp").build(), InviteHandler.NONE)) {
            jain.demand("secret");
            var wrong = InviteOptions.DEFAULTS.withLogins(realm -> Optional.of(new DigestCredentials("ann", "guess")));
            assertThat(ua.invite(SipUri.parse(jain.uri()), SDP, wrong, CallListener.NONE)
                            .await(SOON))
                    .isInstanceOfSatisfying(
                            InviteOutcome.Rejected.class,
                            refused -> assertThat(refused.response().status()).isEqualTo(407));
        }
    }
}
