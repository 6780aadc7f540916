package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.dialog.SessionTimerPolicy;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.ManualTimers;
import org.voicesecretary.sip.transport.Hop;
import org.voicesecretary.sip.transport.Transport;

/** What a peer may do to a call we make to it, message by message and by hand-moved time. */
@Tag("wire")
@Timeout(60)
class OutboundCallTest {

    private static final String SDP = "Content-Type: application/sdp\n\nanswer";
    private static final byte[] OFFER = "offer".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ManualTimers time = new ManualTimers();
    private final RecordingListener heard = new RecordingListener();
    private UserAgent ua;
    private RawPeer peer;
    private OutboundInvite call;

    @BeforeEach
    void start() throws Exception {
        ua = UserAgent.start(config().build(), InviteHandler.NONE);
        peer = new RawPeer(ua.listeningPoints().getFirst().address());
    }

    private UserAgentConfig.Builder config() {
        return UserAgentConfig.listening("udp:127.0.0.1:0")
                .timers(time)
                .sessionTimers(new SessionTimerPolicy(Optional.of(Duration.ofSeconds(600)), Duration.ofSeconds(90)));
    }

    @AfterEach
    void stop() {
        ua.close();
        peer.close();
    }

    private static SipUri target(RawPeer at) throws Exception {
        return SipUri.parse("sip:raw@" + at.host());
    }

    /** Our INVITE as it arrives. */
    private SipRequest invited(byte[] offer) throws Exception {
        call = ua.invite(target(peer), offer, InviteOptions.DEFAULTS, heard);
        return peer.request("INVITE");
    }

    private SipRequest answered(String more) throws Exception {
        SipRequest invite = invited(OFFER);
        peer.respond(invite, 200, "one", more + SDP);
        peer.request("ACK");
        heard.await("established");
        return invite;
    }

    /** What became of the call; time stands still, so it must be known already or come from the wire. */
    private InviteOutcome outcome() throws Exception {
        var result = new CompletableFuture<InviteOutcome>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(call.await(SOON));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }

    // ---- 2xx, forks

    @Test
    void aRepeatedAnswerIsAcknowledgedAgainByTheSameAck() throws Exception {
        SipRequest invite = invited(OFFER);
        peer.respond(invite, 200, "one", SDP);
        SipRequest ack = peer.request("ACK");
        assertThat(ack.cseq().number()).isEqualTo(invite.cseq().number());
        assertThat(ack.topVia().branch()).isNotEqualTo(invite.topVia().branch());
        peer.respond(invite, 200, "one", SDP);
        assertThat(peer.request("ACK")).isEqualTo(ack);
        assertThat(outcome()).isInstanceOf(InviteOutcome.Answered.class);
        heard.await("established");
        assertThat(heard.events()).containsExactly("established");
    }

    @Test
    void theSecondPhoneOfAForkThatAnswersIsAcknowledgedAndHungUp() throws Exception {
        SipRequest invite = invited(OFFER);
        peer.respond(invite, 180, "one", "");
        peer.respond(invite, 180, "two", "");
        peer.respond(invite, 200, "two", SDP);
        assertThat(peer.request("ACK").toTag()).isEqualTo("two");
        peer.respond(invite, 200, "one", SDP);
        assertThat(peer.request("ACK").toTag()).isEqualTo("one");
        SipRequest bye = peer.request("BYE");
        assertThat(bye.toTag()).isEqualTo("one");
        peer.respond(bye, 200, "one", "");
        heard.await("established");
        assertThat(heard.dialog().id().remoteTag()).isEqualTo("two");
        Eventually.become(() -> assertThat(ua.calls()).isEqualTo(1));
        assertThat(heard.end()).isNull();
    }

    @Test
    void eachPhoneOfAForkHasAnEarlyDialogAndMediaOfItsOwn() throws Exception {
        var media = new LinkedBlockingQueue<String>();
        var listener = new CallListener() {
            @Override
            public void onProgress(Dialog early, SipResponse response) {
                media.add(early.id().remoteTag() + " " + new String(SessionBody.of(response), UTF_8));
            }
        };
        call = ua.invite(target(peer), OFFER, InviteOptions.DEFAULTS, listener);
        SipRequest invite = peer.request("INVITE");
        peer.respond(invite, 183, "one", "Content-Type: application/sdp\n\nfirst");
        peer.respond(invite, 183, "two", "Content-Type: application/sdp\n\nsecond");
        assertThat(media.poll(10, TimeUnit.SECONDS)).isEqualTo("one first");
        assertThat(media.poll(10, TimeUnit.SECONDS)).isEqualTo("two second");
        peer.respond(invite, 200, "one", SDP);
        assertThat(outcome())
                .isInstanceOfSatisfying(
                        InviteOutcome.Answered.class,
                        answered ->
                                assertThat(answered.dialog().id().remoteTag()).isEqualTo("one"));
    }

    @Test
    void theRouteOfTheAnswerIsFollowedBackwards() throws Exception {
        try (var proxy = new RawPeer(ua.listeningPoints().getFirst().address())) {
            SipRequest invite = invited(OFFER);
            peer.respond(invite, 200, "one", "Record-Route: <sip:192.0.2.8;lr>, <sip:" + proxy.host() + ";lr>\n" + SDP);
            SipRequest ack = proxy.request("ACK");
            assertThat(ack.headers().all(HeaderName.ROUTE))
                    .containsExactly("<sip:" + proxy.host() + ";lr>", "<sip:192.0.2.8;lr>");
            assertThat(ack.uri()).hasToString("sip:raw@" + peer.host());
        }
    }

    @Test
    void anOfferInTheAnswerThatDoesNotSuitIsAcknowledgedAndTheCallEnds() throws Exception {
        var refusing = new RecordingListener(offer -> OfferReply.notAcceptable());
        call = ua.invite(target(peer), new byte[0], InviteOptions.DEFAULTS, refusing);
        peer.respond(peer.request("INVITE"), 200, "one", SDP);
        peer.request("ACK");
        peer.request("BYE");
        refusing.await("ended NoAgreement");
        assertThat(outcome()).isInstanceOf(InviteOutcome.Unreachable.class);
    }

    // ---- refusals

    @Test
    void aRefusalIsAcknowledgedAndTold() throws Exception {
        peer.respond(invited(OFFER), 486, "one", "");
        peer.request("ACK");
        heard.await("ended RemoteReject");
        assertThat(outcome()).isInstanceOf(InviteOutcome.Rejected.class);
        Eventually.become(() -> assertThat(ua.calls()).isZero());
    }

    @Test
    void tooShortASessionIsAskedForAgainWithTheirMinimum() throws Exception {
        SipRequest first = invited(OFFER);
        assertThat(first.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("600");
        peer.respond(first, 422, "one", "Min-SE: 1200\n");
        peer.request("ACK");
        SipRequest second = peer.request("INVITE");
        assertThat(second.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("1200");
        assertThat(second.headers().first(HeaderName.MIN_SE)).isEqualTo("1200");
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.cseq().number()).isEqualTo(first.cseq().number() + 1);
        peer.respond(second, 422, "two", "Min-SE: 1800\n");
        peer.request("ACK");
        assertThat(outcome()).as("once is enough").isInstanceOf(InviteOutcome.Rejected.class);
    }

    @Test
    void nobodyAnswersForSixtyFourTimesT1() throws Exception {
        invited(OFFER);
        time.advance(Duration.ofMillis(31_999));
        assertThat(heard.end()).isNull();
        time.advance(Duration.ofMillis(1));
        heard.await("ended Unreachable");
        assertThat(outcome()).isInstanceOf(InviteOutcome.Unreachable.class);
    }

    @Test
    void theNextAddressIsTriedWhenTheFirstIsBusyOrSilent() throws Exception {
        try (var first = new RawPeer(ua.listeningPoints().getFirst().address());
                var second = new RawPeer(ua.listeningPoints().getFirst().address());
                var several = UserAgent.start(
                        config().resolver(uri -> List.of(hop(first), hop(second), hop(peer)))
                                .build(),
                        InviteHandler.NONE)) {
            var outgoing = several.invite(SipUri.parse("sip:raw@127.0.0.1"), OFFER, InviteOptions.DEFAULTS, heard);
            SipRequest refused = first.request("INVITE");
            first.send(
                    answerTo(refused, "503 Busy"),
                    several.listeningPoints().getFirst().address());
            first.request("ACK");
            SipRequest silent = second.request("INVITE");
            assertThat(silent.topVia().branch()).isNotEqualTo(refused.topVia().branch());
            time.advance(Duration.ofSeconds(32));
            peer.request("INVITE");
            assertThat(outgoing.ended()).isEmpty();
        }
    }

    private static Hop hop(RawPeer at) {
        String[] parts = at.host().split(":");
        return new Hop(Transport.UDP, new InetSocketAddress(parts[0], Integer.parseInt(parts[1])));
    }

    private static String answerTo(SipRequest request, String status) {
        return "SIP/2.0 " + status + "\nVia: " + request.headers().first("Via") + "\nFrom: "
                + request.headers().first("From") + "\nTo: " + request.headers().first("To") + ";tag=t\nCall-ID: "
                + request.callId() + "\nCSeq: " + request.cseq().text() + "\n";
    }

    // ---- CANCEL

    @Test
    void aCancelWaitsForTheFirstProvisionalResponse() throws Exception {
        SipRequest invite = invited(OFFER);
        call.cancel();
        peer.hearsNothing();
        peer.respond(invite, 180, "one", "");
        SipRequest cancel = peer.request("CANCEL");
        assertThat(cancel.topVia()).isEqualTo(invite.topVia());
        peer.respond(cancel, 200, "one", "");
        peer.respond(invite, 487, "one", "");
        peer.request("ACK");
        assertThat(outcome()).isEqualTo(new InviteOutcome.Cancelled());
        heard.await("ended LocalCancel");
    }

    @Test
    void anAnswerThatCrossesTheCancelIsAcknowledgedAndHungUp() throws Exception {
        SipRequest invite = invited(OFFER);
        peer.respond(invite, 180, "one", "");
        heard.await("progress 180");
        call.cancel();
        SipRequest cancel = peer.request("CANCEL");
        peer.respond(invite, 200, "one", SDP);
        peer.request("ACK");
        SipRequest bye = peer.request("BYE");
        peer.respond(cancel, 481, "one", "");
        peer.respond(bye, 200, "one", "");
        assertThat(outcome()).isEqualTo(new InviteOutcome.Cancelled());
        assertThat(heard.events()).containsExactly("progress 180", "ended LocalCancel");
        Eventually.become(() -> assertThat(ua.calls()).isZero());
    }

    @Test
    void aCancelThatIsNeverAnsweredEndsTheCallAfterSixtyFourTimesT1() throws Exception {
        SipRequest invite = invited(OFFER);
        peer.respond(invite, 180, "one", "");
        heard.await("progress 180");
        call.cancel();
        peer.request("CANCEL");
        time.advance(Duration.ofSeconds(32));
        heard.await("ended LocalCancel");
        assertThat(outcome()).isEqualTo(new InviteOutcome.Cancelled());
    }

    @Test
    void cancellingWhatIsAnsweredDoesNothing() throws Exception {
        answered("");
        call.cancel();
        peer.hearsNothing();
        assertThat(heard.end()).isNull();
    }

    // ---- reliable provisional responses (RFC 3262)

    @Test
    void eachReliableProvisionalGetsItsPrackInOrder() throws Exception {
        SipRequest invite = invited(OFFER);
        peer.respond(invite, 180, "one", "Require: 100rel\nRSeq: 7\n");
        SipRequest prack = peer.request("PRACK");
        assertThat(prack.headers().first(HeaderName.RACK))
                .isEqualTo("7 " + invite.cseq().number() + " INVITE");
        assertThat(prack.toTag()).isEqualTo("one");
        peer.respond(prack, 200, "one", "");
        peer.respond(invite, 180, "one", "Require: 100rel\nRSeq: 7\n");
        peer.respond(invite, 183, "one", "Require: 100rel\nRSeq: 9\n");
        peer.respond(invite, 183, "one", "Require: 100rel\nRSeq: 8\n");
        assertThat(peer.request("PRACK").headers().first(HeaderName.RACK)).startsWith("8 ");
        heard.await("progress 183");
        assertThat(heard.events()).containsExactly("progress 180", "progress 183");
    }

    // ---- within the call

    private RequestOutcome inTheBackground(Exchange exchange, String expected, int status, String more)
            throws Exception {
        BlockingQueue<RequestOutcome> outcomes = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcomes.add(exchange.run());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        SipRequest request = peer.request(expected);
        if (status > 0) {
            peer.respond(request, status, "one", more);
        } else {
            time.advance(Duration.ofSeconds(32));
        }
        return outcomes.poll(10, TimeUnit.SECONDS);
    }

    private interface Exchange {
        RequestOutcome run() throws InterruptedException;
    }

    @Test
    void aPeerThatForgotTheCallEndsIt() throws Exception {
        answered("");
        assertThat(inTheBackground(() -> heard.dialog().info("text/plain", OFFER), "INFO", 481, ""))
                .isInstanceOf(RequestOutcome.Refused.class);
        heard.await("ended PeerGone");
        Eventually.become(() -> assertThat(ua.calls()).isZero());
    }

    @Test
    void aPeerThatIsSilentWithinTheCallEndsItAndGetsAByeAllTheSame() throws Exception {
        answered("");
        assertThat(inTheBackground(() -> heard.dialog().info("text/plain", OFFER), "INFO", 0, ""))
                .isInstanceOf(RequestOutcome.NoAnswer.class);
        heard.await("ended PeerGone");
        for (int i = 0; i < 10; i++) {
            peer.request("INFO");
        }
        peer.request("BYE");
    }

    @Test
    void anotherRefusalLeavesTheCallAsItIs() throws Exception {
        answered("");
        assertThat(inTheBackground(() -> heard.dialog().reInvite(OFFER), "INVITE", 488, ""))
                .isInstanceOf(RequestOutcome.Refused.class);
        peer.request("ACK");
        assertThat(heard.end()).isNull();
    }

    @Test
    void whoMadeTheCallWaitsLongerAfterGlare() throws Exception {
        answered("");
        int before = time.pending();
        Thread.ofVirtual().start(() -> {
            try {
                heard.dialog().reInvite(OFFER);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        peer.respond(peer.request("INVITE"), 491, "one", "");
        peer.request("ACK");
        // Timer D of the refused INVITE and the pause.
        Eventually.become(() -> assertThat(time.pending()).isEqualTo(before + 2));
        time.advance(Duration.ofMillis(2_090));
        peer.hearsNothing();
        time.advance(Duration.ofMillis(1_910));
        peer.request("INVITE");
    }

    @Test
    void verbsOfAnEndedCallDoNothing() throws Exception {
        answered("");
        heard.dialog().bye();
        peer.respond(peer.request("BYE"), 200, "one", "");
        heard.await("ended LocalBye");
        heard.dialog().bye();
        assertThat(heard.dialog().reInvite(OFFER)).isInstanceOf(RequestOutcome.NoAnswer.class);
        assertThat(heard.dialog().info("text/plain", OFFER)).isInstanceOf(RequestOutcome.NoAnswer.class);
        peer.hearsNothing();
        assertThat(heard.ends()).isEqualTo(1);
    }

    @Test
    void byesThatCrossAreBothAnswered() throws Exception {
        SipRequest invite = answered("");
        heard.dialog().bye();
        SipRequest ours = peer.request("BYE");
        peer.send("""
                BYE sip:robot@127.0.0.1 SIP/2.0
                Via: SIP/2.0/UDP %%host%%;branch=z9hG4bKcross
                From: %s;tag=one
                To: %s
                Call-ID: %s
                CSeq: 1 BYE
                """.formatted(invite.headers().first("To"), invite.headers().first("From"), invite.callId()));
        peer.response(200);
        peer.respond(ours, 200, "one", "");
        heard.await("ended LocalBye");
        assertThat(heard.ends()).isEqualTo(1);
    }

    @Test
    void weRefreshTheSessionThatWeAskedFor() throws Exception {
        answered("Allow: UPDATE\nRequire: timer\nSession-Expires: 600;refresher=uac\n");
        time.advance(Duration.ofSeconds(300));
        SipRequest update = peer.request("UPDATE");
        peer.respond(update, 200, "one", "Session-Expires: 600;refresher=uac\n");
        Eventually.become(() -> assertThat(ua.counters().receivedMessages()).isEqualTo(2));
        assertThat(heard.end()).isNull();
    }

    @Test
    void aSessionWhoseRefreshesAreNotAnsweredEnds() throws Exception {
        answered("Allow: UPDATE\nRequire: timer\nSession-Expires: 600;refresher=uac\n");
        time.advance(Duration.ofSeconds(300));
        peer.request("UPDATE");
        time.advance(Duration.ofSeconds(32));
        heard.await("ended PeerGone");
    }

    // ---- large requests

    @Test
    void whatIsTooLargeForUdpGoesByTcp() throws Exception {
        try (var listening = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
                var both = UserAgent.start(
                        UserAgentConfig.listening("udp:127.0.0.1:0", "tcp:127.0.0.1:0")
                                .build(),
                        InviteHandler.NONE)) {
            both.invite(
                    SipUri.parse("sip:raw@127.0.0.1:" + listening.getLocalPort()),
                    new byte[1_400],
                    InviteOptions.DEFAULTS,
                    CallListener.NONE);
            listening.setSoTimeout(10_000);
            try (var accepted = listening.accept()) {
                byte[] head = accepted.getInputStream().readNBytes(400);
                assertThat(new String(head, UTF_8))
                        .contains("Via: SIP/2.0/TCP ")
                        .contains(";transport=tcp>");
            }
        }
    }

    @Test
    void whereTcpIsClosedTheLargeRequestGoesByUdpAfterAll() throws Exception {
        try (var both = UserAgent.start(
                UserAgentConfig.listening("udp:127.0.0.1:0", "tcp:127.0.0.1:0").build(), InviteHandler.NONE)) {
            both.invite(target(peer), new byte[1_400], InviteOptions.DEFAULTS, CallListener.NONE);
            SipRequest invite = peer.request("INVITE");
            assertThat(invite.topVia().transport()).isEqualTo("UDP");
            assertThat(invite.body()).hasSize(1_400);
        }
    }
}
