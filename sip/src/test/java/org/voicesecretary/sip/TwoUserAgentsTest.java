package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.sip.message.Host;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.ListeningPoint;

/** Two user agents of ours call each other over real sockets. */
@Tag("wire")
@Timeout(60)
class TwoUserAgentsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] OFFER = "offer".getBytes(UTF_8);
    private static final byte[] ANSWER = "answer".getBytes(UTF_8);

    private final BlockingQueue<InboundInvite> invites = new LinkedBlockingQueue<>();
    private final RecordingListener callee = new RecordingListener();
    private final RecordingListener caller = new RecordingListener();

    static SipUri uriOf(UserAgent ua) {
        ListeningPoint point = ua.listeningPoints().getFirst();
        InetSocketAddress address = point.address();
        return SipUri.of("robot", Host.of(address.getAddress()), address.getPort())
                .withParam("transport", point.transport().parameter());
    }

    private static UserAgent agent(String point, InviteHandler handler) throws Exception {
        return UserAgent.start(UserAgentConfig.listening(point).build(), handler);
    }

    private InviteHandler answering() {
        return invite -> {
            invite.listen(callee);
            invite.ring();
            invite.answer(ANSWER);
            invites.add(invite);
        };
    }

    private InboundInvite received() throws InterruptedException {
        InboundInvite invite = invites.poll(10, TimeUnit.SECONDS);
        assertThat(invite).as("an INVITE that arrived").isNotNull();
        return invite;
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0", "udp:[::1]:0", "tcp:[::1]:0"})
    void aCallIsAnsweredAndHungUpByTheCaller(String point) throws Exception {
        try (var server = agent(point, answering());
                var phone = agent(point, InviteHandler.NONE)) {
            var outcome = phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller)
                    .await(SOON);
            assertThat(outcome).isInstanceOf(InviteOutcome.Answered.class);
            var answered = (InviteOutcome.Answered) outcome;
            assertThat(answered.response().body()).isEqualTo(ANSWER);
            callee.await("established");
            answered.dialog().bye();
            callee.await("ended");
            caller.await("ended");
            assertThat(caller.events()).containsExactly("progress 180", "established", "ended LocalBye");
            assertThat(callee.events()).containsExactly("established", "ended RemoteBye");
            Eventually.become(() -> assertThat(phone.calls() + server.calls()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"})
    void aCallIsHungUpByTheCallee(String point) throws Exception {
        try (var server = agent(point, answering());
                var phone = agent(point, InviteHandler.NONE)) {
            phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller).await(SOON);
            callee.await("established");
            callee.dialog().bye();
            caller.await("ended RemoteBye");
            callee.await("ended LocalBye");
            Eventually.become(() -> assertThat(phone.calls() + server.calls()).isZero());
        }
    }

    @Test
    void aByeRightAfterTheAnswerWaitsForTheAck() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", invite -> {
                    invite.listen(callee);
                    invite.answer(ANSWER).bye();
                });
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            var outcome = phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller)
                    .await(SOON);
            assertThat(outcome).isInstanceOf(InviteOutcome.Answered.class);
            caller.await("ended RemoteBye");
            assertThat(callee.end()).isEqualTo(new DialogEnd.LocalBye());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"})
    void theCallerGivesUpWhileItRings(String point) throws Exception {
        try (var server = agent(point, invite -> {
                    invite.listen(callee);
                    invite.ring();
                    invites.add(invite);
                });
                var phone = agent(point, InviteHandler.NONE)) {
            var call = phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller);
            caller.await("progress 180");
            call.cancel();
            assertThat(call.await(SOON)).isEqualTo(new InviteOutcome.Cancelled());
            callee.await("ended RemoteCancel");
            assertThat(callee.events()).containsExactly("cancelled", "ended RemoteCancel");
            caller.await("ended LocalCancel");
            assertThat(received().answer(ANSWER).ended())
                    .as("answering too late")
                    .isPresent();
            assertThat(server.calls()).isZero();
        }
    }

    @Test
    void aRefusalReachesTheCaller() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", invite -> invite.reject(486, "Busy Here"));
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            var outcome = phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller)
                    .await(SOON);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            InviteOutcome.Rejected.class,
                            refused -> assertThat(refused.response().status()).isEqualTo(486));
            caller.await("ended RemoteReject");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"})
    void aReInviteIsAnsweredInBothDirections(String point) throws Exception {
        try (var server = agent(point, answering());
                var phone = agent(point, InviteHandler.NONE)) {
            phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller).await(SOON);
            callee.await("established");
            assertThat(caller.dialog().reInvite("hold".getBytes(UTF_8)))
                    .isInstanceOfSatisfying(
                            RequestOutcome.Success.class,
                            ok -> assertThat(ok.response().body()).isEqualTo(ANSWER));
            assertThat(callee.events()).contains("offer hold");
            assertThat(callee.dialog().reInvite("move".getBytes(UTF_8))).isInstanceOf(RequestOutcome.Success.class);
            assertThat(caller.events()).contains("offer move");
            assertThat(caller.dialog().update("update".getBytes(UTF_8))).isInstanceOf(RequestOutcome.Success.class);
            assertThat(callee.events()).contains("offer update");
        }
    }

    @Test
    void bothOfferAtOnceAndBothGetThroughInTheEnd() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", answering());
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller).await(SOON);
            callee.await("established");
            var ours = new LinkedBlockingQueue<RequestOutcome>();
            Thread.ofVirtual().start(() -> offer(caller.dialog(), "a", ours));
            Thread.ofVirtual().start(() -> offer(callee.dialog(), "b", ours));
            for (int i = 0; i < 2; i++) {
                assertThat(ours.poll(20, TimeUnit.SECONDS)).isInstanceOf(RequestOutcome.Success.class);
            }
            callee.await("offer a");
            caller.await("offer b");
        }
    }

    private static void offer(Dialog dialog, String text, BlockingQueue<RequestOutcome> outcomes) {
        try {
            outcomes.add(dialog.reInvite(text.getBytes(UTF_8)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInfoCarriesItsBody() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", answering());
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller).await(SOON);
            callee.await("established");
            assertThat(caller.dialog().info("application/dtmf-relay", "Signal=5\r\nDuration=160".getBytes(UTF_8)))
                    .isInstanceOf(RequestOutcome.Success.class);
            callee.await("info Signal=5");
        }
    }

    @Test
    void anInviteWithoutAnOfferGetsOursAndTheAckBringsTheAnswer() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", answering());
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            var outcome = phone.invite(uriOf(server), new byte[0], InviteOptions.DEFAULTS, caller)
                    .await(SOON);
            assertThat(outcome).isInstanceOf(InviteOutcome.Answered.class);
            caller.await("offer answer");
            callee.await("established answer");
        }
    }

    @Test
    void ringingIsReliableWhereTheCallerRequiresIt() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", invite -> {
                    invite.listen(callee);
                    invite.ring();
                    invite.progress("early".getBytes(UTF_8));
                    invite.answer(new byte[0]);
                });
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            var required = InviteOptions.DEFAULTS.withReliability(InviteOptions.Reliability.REQUIRED);
            var outcome = phone.invite(uriOf(server), OFFER, required, caller).await(SOON);
            assertThat(outcome).isInstanceOf(InviteOutcome.Answered.class);
            callee.await("established");
            caller.await("established");
            assertThat(caller.events()).containsExactly("progress 180", "progress 183 early", "established");
        }
    }

    @Test
    void aReliableRingingMakesTheOfferWhereTheInviteHadNone() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", invite -> {
                    invite.listen(callee);
                    invite.ring("our offer".getBytes(UTF_8));
                    invite.answer(new byte[0]);
                });
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            var required = InviteOptions.DEFAULTS.withReliability(InviteOptions.Reliability.REQUIRED);
            var outcome =
                    phone.invite(uriOf(server), new byte[0], required, caller).await(SOON);
            assertThat(outcome).isInstanceOf(InviteOutcome.Answered.class);
            callee.await("established");
            caller.await("established");
            assertThat(caller.events()).containsExactly("offer our offer", "progress 180 our offer", "established");
            assertThat(callee.events()).containsExactly("answer answer", "established");
        }
    }

    @Test
    void aDrainingAgentRefusesNewCallsAndKeepsTheOldOnes() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", answering());
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, caller).await(SOON);
            callee.await("established");
            caller.await("established");
            server.drain();
            var second = phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, CallListener.NONE)
                    .await(SOON);
            assertThat(second).isInstanceOfSatisfying(InviteOutcome.Rejected.class, refused -> {
                assertThat(refused.response().status()).isEqualTo(503);
                assertThat(refused.response().headers().first("Retry-After")).isEqualTo("10");
            });
            assertThat(caller.dialog().info("text/plain", "still here".getBytes(UTF_8)))
                    .isInstanceOf(RequestOutcome.Success.class);
            caller.dialog().bye();
            assertThat(server.awaitIdle(SOON)).isTrue();
        }
    }

    @Test
    void requestsOutsideOfCallsAreAnsweredByWhatWeCan() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", InviteHandler.NONE);
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            assertThat(statusOf(phone, server, Method.OPTIONS)).isEqualTo(200);
            assertThat(statusOf(phone, server, Method.MESSAGE)).isEqualTo(405);
            assertThat(statusOf(phone, server, new Method("DANCE"))).isEqualTo(501);
            assertThat(statusOf(phone, server, Method.BYE)).isEqualTo(481);
        }
    }

    private static int statusOf(UserAgent from, UserAgent to, Method method) throws InterruptedException {
        return switch (from.request(method, uriOf(to), InviteOptions.DEFAULTS, List.of(), null, new byte[0])) {
            case RequestOutcome.Success(var response) -> response.status();
            case RequestOutcome.Refused(var response) -> response.status();
            case RequestOutcome.NoAnswer(String why) -> throw new AssertionError(why);
        };
    }

    @Test
    void aHandlerThatFailsCostsOneCallAndNoMore() throws Exception {
        try (var server = agent("udp:127.0.0.1:0", invite -> {
                    throw new IllegalStateException("this test wants it so");
                });
                var phone = agent("udp:127.0.0.1:0", InviteHandler.NONE)) {
            for (int i = 0; i < 2; i++) {
                var outcome = phone.invite(uriOf(server), OFFER, InviteOptions.DEFAULTS, CallListener.NONE)
                        .await(SOON);
                assertThat(outcome)
                        .isInstanceOfSatisfying(
                                InviteOutcome.Rejected.class,
                                refused ->
                                        assertThat(refused.response().status()).isEqualTo(500));
            }
        }
    }

    @Test
    void nobodyListensAtTheTarget() throws Exception {
        try (var phone = agent("tcp:127.0.0.1:0", InviteHandler.NONE)) {
            SipUri nobody = SipUri.parse("sip:127.0.0.1:9;transport=tcp");
            var outcome =
                    phone.invite(nobody, OFFER, InviteOptions.DEFAULTS, caller).await(SOON);
            assertThat(outcome).isInstanceOf(InviteOutcome.Unreachable.class);
            caller.await("ended Unreachable");
        }
    }
}
