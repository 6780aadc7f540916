package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
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
import org.voicesecretary.sip.time.ManualTimers;

/** What a peer may do to a call it makes to us, message by message and by hand-moved time. */
@Tag("wire")
@Timeout(60)
class InboundCallTest {

    private static final String SDP = "Content-Type: application/sdp\n\noffer";
    private static final byte[] ANSWER = "answer".getBytes(UTF_8);

    private final ManualTimers time = new ManualTimers();
    private final BlockingQueue<InboundInvite> invites = new LinkedBlockingQueue<>();
    private final RecordingListener heard = new RecordingListener();
    private UserAgent ua;
    private RawPeer peer;

    @BeforeEach
    void start() throws Exception {
        var config = UserAgentConfig.listening("udp:127.0.0.1:0")
                .timers(time)
                .sessionTimers(new SessionTimerPolicy(Optional.of(Duration.ofSeconds(600)), Duration.ofSeconds(90)))
                .build();
        ua = UserAgent.start(config, invite -> {
            invite.listen(heard);
            invites.add(invite);
        });
        peer = new RawPeer(ua.listeningPoints().getFirst().address());
    }

    @AfterEach
    void stop() {
        ua.close();
        peer.close();
    }

    private InboundInvite invite(String more) throws Exception {
        peer.request("INVITE", "inv", 1, "", more);
        peer.response(100);
        InboundInvite invite = invites.poll(10, TimeUnit.SECONDS);
        assertThat(invite).isNotNull();
        return invite;
    }

    /** A call that stands; returns our tag. */
    private String established(String more) throws Exception {
        invite(more).answer(ANSWER);
        String tag = peer.response(200).toTag();
        peer.request("ACK", "ack", 1, tag, "");
        heard.await("established");
        return tag;
    }

    // ---- the answer and its ACK

    @Test
    void theAnswerIsRepeatedUntilTheAckAndNotAfter() throws Exception {
        invite(SDP).answer(ANSWER);
        String tag = peer.response(200).toTag();
        for (int millis : new int[] {500, 1_000, 2_000, 4_000, 4_000}) {
            time.advance(Duration.ofMillis(millis - 1));
            peer.hearsNothing();
            time.advance(Duration.ofMillis(1));
            peer.response(200);
        }
        peer.request("ACK", "ack", 1, tag, "");
        heard.await("established");
        time.advance(Duration.ofSeconds(10));
        peer.hearsNothing();
    }

    @Test
    void anAnswerThatIsNeverAcknowledgedEndsTheCallByBye() throws Exception {
        invite(SDP).answer(ANSWER);
        peer.response(200);
        time.advance(Duration.ofMillis(31_999));
        for (int i = 0; i < 10; i++) {
            peer.response(200);
        }
        assertThat(heard.end()).isNull();
        time.advance(Duration.ofMillis(1));
        assertThat(peer.request("BYE").callId()).isEqualTo("raw-call");
        heard.await("ended NotAcknowledged");
    }

    @Test
    void aByeOfOursBeforeTheAckWaitsForIt() throws Exception {
        var dialog = invite(SDP).answer(ANSWER);
        String tag = peer.response(200).toTag();
        dialog.bye();
        peer.hearsNothing();
        peer.request("ACK", "ack", 1, tag, "");
        SipRequest bye = peer.request("BYE");
        peer.respond(bye, 200, "raw", "");
        Eventually.become(() -> assertThat(ua.calls()).isZero());
        assertThat(heard.end()).isEqualTo(new DialogEnd.LocalBye());
    }

    @Test
    void aByeOfOursGoesOutAtLastWhenTheAckNeverComes() throws Exception {
        var dialog = invite(SDP).answer(ANSWER);
        peer.response(200);
        dialog.bye();
        time.advance(Duration.ofMillis(32_000));
        for (int i = 0; i < 10; i++) {
            peer.response(200);
        }
        peer.request("BYE");
    }

    @Test
    void aByeOfThePeerBeforeItsAckEndsTheCall() throws Exception {
        invite(SDP).answer(ANSWER);
        String tag = peer.response(200).toTag();
        peer.request("BYE", "bye", 2, tag, "");
        peer.response(200);
        heard.await("ended RemoteBye");
        time.advance(Duration.ofSeconds(40));
        peer.hearsNothing();
        assertThat(ua.calls()).isZero();
    }

    @Test
    void aRepeatedByeIsAnsweredAgainAndToldOnce() throws Exception {
        String tag = established(SDP);
        peer.request("BYE", "bye", 2, tag, "");
        peer.response(200);
        peer.request("BYE", "bye", 2, tag, "");
        peer.response(200);
        heard.await("ended RemoteBye");
        assertThat(heard.ends()).isEqualTo(1);
    }

    @Test
    void theAckWithTheBranchOfTheInviteCountsToo() throws Exception {
        invite(SDP).answer(ANSWER);
        peer.request("ACK", "inv", 1, peer.response(200).toTag(), "");
        heard.await("established");
    }

    // ---- CANCEL and early endings

    @Test
    void aCancelOfAnAnsweredCallChangesNothing() throws Exception {
        String tag = established(SDP);
        peer.request("CANCEL", "inv", 1, "", "");
        peer.response(200);
        peer.request("OPTIONS", "opt", 2, tag, "");
        peer.response(200);
        assertThat(heard.events()).containsExactly("established");
    }

    @Test
    void aCancelThatMatchesNothingGets481() throws Exception {
        peer.request("CANCEL", "never", 1, "", "");
        peer.response(481);
    }

    @Test
    void aCancelOfAPeerOfRfc2543FindsItsInvite() throws Exception {
        String via = "Via: SIP/2.0/UDP %host%;branch=z9hG4bKold";
        String old = RawPeer.text("INVITE", "old", 1, "", SDP).replace(via, "Via: SIP/2.0/UDP %host%");
        peer.send(old);
        peer.response(100);
        peer.send(old);
        peer.response(100);
        peer.send(RawPeer.text("CANCEL", "old", 1, "", "").replace(via, "Via: SIP/2.0/UDP %host%"));
        peer.response(200);
        String tag = peer.response(487).toTag();
        peer.send(RawPeer.text("ACK", "old", 1, tag, "").replace(via, "Via: SIP/2.0/UDP %host%"));
        heard.await("ended RemoteCancel");
        assertThat(invites).hasSize(1);
        // Of the same Call-ID, so it is handled after the ACK.
        peer.request("OPTIONS", "opt", 2, "", "");
        peer.response(200);
        time.advance(Duration.ofSeconds(1));
        peer.hearsNothing();
    }

    @Test
    void anEarlyByeOfTheCallerEndsTheInviteWith487() throws Exception {
        invite(SDP).ring();
        String tag = peer.response(180).toTag();
        peer.request("BYE", "bye", 2, tag, "");
        peer.response(200);
        peer.response(487);
        heard.await("ended RemoteBye");
    }

    @Test
    void anInviteThatNobodyAnswersIsRefusedInTheEnd() throws Exception {
        invite(SDP).ring();
        peer.response(180);
        time.advance(UserAgentLimits.DEFAULTS.answerWithin());
        peer.response(480);
        heard.await("ended LocalReject");
    }

    @Test
    void theSameInviteByAnotherWayIsALoop() throws Exception {
        invite(SDP);
        peer.request("INVITE", "otherway", 1, "", SDP);
        peer.response(482);
    }

    // ---- re-INVITE and order

    @Test
    void aReInviteWhileTheFirstInviteIsUnansweredIsTooEarly() throws Exception {
        invite(SDP).ring();
        String tag = peer.response(180).toTag();
        peer.request("INVITE", "second", 2, tag, SDP);
        assertThat(peer.response(500).headers().has(HeaderName.RETRY_AFTER)).isTrue();
    }

    @Test
    void aRequestOutOfOrderGets500() throws Exception {
        String tag = established(SDP);
        peer.request("INFO", "i5", 5, tag, "");
        peer.response(200);
        peer.request("INFO", "i4", 4, tag, "");
        peer.response(500);
        peer.request("INVITE", "r3", 3, tag, SDP);
        peer.response(500);
    }

    @Test
    void aReInviteThatMeetsOursGets491() throws Exception {
        String tag = established(SDP);
        var outcome = new LinkedBlockingQueue<RequestOutcome>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.add(heard.dialog().reInvite("ours".getBytes(UTF_8)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        SipRequest ours = peer.request("INVITE");
        peer.request("INVITE", "theirs", 2, tag, SDP);
        peer.response(491);
        peer.respond(ours, 491, "raw", "");
        peer.request("ACK");
        peer.request("ACK", "theirs", 2, tag, "");
        // RFC 3261 §14.1: we did not make the Call-ID, so we wait 0 to 2 s.
        Eventually.become(() -> assertThat(time.pending()).isPositive());
        SipRequest again = null;
        for (int i = 0; i < 300 && again == null; i++) {
            time.advance(Duration.ofMillis(10));
            again = tryReceiveInvite();
        }
        assertThat(again).isNotNull();
        peer.respond(again, 200, "raw", SDP);
        peer.request("ACK");
        assertThat(outcome.poll(10, TimeUnit.SECONDS)).isInstanceOf(RequestOutcome.Success.class);
    }

    private SipRequest tryReceiveInvite() {
        try {
            peer.hearsNothing();
            return null;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } catch (AssertionError somethingCame) {
            // It is repeated, since time moves only here.
            time.advance(Duration.ofMillis(500));
            try {
                return peer.request("INVITE");
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aReInviteWithoutAnOfferGetsOursAndItsAckTheAnswer() throws Exception {
        String tag = established(SDP);
        peer.request("INVITE", "empty", 2, tag, "");
        peer.response(100);
        assertThat(peer.response(200).body()).isEqualTo(ANSWER);
        peer.request("INVITE", "early", 3, tag, SDP);
        peer.response(491);
        peer.request("ACK", "early", 3, tag, "");
        peer.request("ACK", "ack2", 2, tag, "Content-Type: application/sdp\n\ntheirs");
        heard.await("answer theirs");
    }

    @Test
    void aReInviteMovesThePeer() throws Exception {
        String tag = established(SDP);
        try (var moved = new RawPeer(ua.listeningPoints().getFirst().address())) {
            peer.send(RawPeer.text("INVITE", "move", 2, tag, SDP)
                    .replace("Contact: <sip:raw@%host%>", "Contact: <sip:raw@" + moved.host() + ">"));
            peer.response(100);
            peer.response(200);
            peer.request("ACK", "ack2", 2, tag, "");
            heard.await("offer");
            heard.dialog().bye();
            Eventually.become(() -> assertThat(heard.end()).isNotNull());
            moved.request("BYE");
        }
    }

    @Test
    void aReInviteCanBeCancelledWhileItIsConsidered() throws Exception {
        var release = new LinkedBlockingQueue<Boolean>();
        var slow = new CallListener() {
            @Override
            public OfferReply onOffer(Dialog dialog, Offer offer) {
                try {
                    release.poll(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new OfferReply.Accept(ANSWER);
            }
        };
        var config = UserAgentConfig.listening("udp:127.0.0.1:0").build();
        try (var other = UserAgent.start(config, invite -> {
                    invite.listen(slow);
                    invite.answer(ANSWER);
                });
                var raw = new RawPeer(other.listeningPoints().getFirst().address())) {
            raw.request("INVITE", "inv", 1, "", SDP);
            raw.response(100);
            String tag = raw.response(200).toTag();
            raw.request("ACK", "ack", 1, tag, "");
            raw.request("INVITE", "re", 2, tag, SDP);
            raw.response(100);
            raw.request("CANCEL", "re", 2, tag, "");
            raw.response(200);
            raw.response(487);
            raw.request("ACK", "re", 2, tag, "");
            release.add(true);
            raw.request("INFO", "info", 3, tag, "");
            raw.response(200);
        }
    }

    // ---- what does not exist, and what is not done

    @Test
    void requestsOfUnknownCallsGet481() throws Exception {
        for (String method : new String[] {"INVITE", "BYE", "UPDATE", "INFO", "PRACK", "OPTIONS"}) {
            peer.request(method, "x" + method, 9, "nobody", "");
            peer.response(481);
        }
    }

    @Test
    void whatIsNotDoneIsRefusedByItsName() throws Exception {
        peer.request("INVITE", "b1", 1, "", "Require: teleport\n" + SDP);
        assertThat(peer.response(420).headers().first(HeaderName.UNSUPPORTED)).isEqualTo("teleport");
        peer.request("INVITE", "b2", 1, "", "Content-Type: text/html\n\n<html>");
        assertThat(peer.response(415).headers().first(HeaderName.ACCEPT)).contains("application/sdp");
        peer.request("SUBSCRIBE", "b3", 1, "", "Event: presence\n");
        assertThat(peer.response(405).headers().first(HeaderName.ALLOW)).contains("INVITE");
        peer.request("DANCE", "b4", 1, "", "");
        peer.response(501);
        peer.send(RawPeer.text("INVITE", "b5", 1, "", SDP).replace("sip:robot@127.0.0.1 SIP", "news:alt.test SIP"));
        peer.response(416);
        peer.send(RawPeer.text("INVITE", "b6", 1, "", SDP).replace("Contact: <sip:raw@%host%>\n", ""));
        peer.response(400);
    }

    // ---- 100rel (RFC 3262)

    @Test
    void aReliableRingingIsRepeatedUntilItsPrack() throws Exception {
        var invite = invite("Require: 100rel\n" + SDP);
        invite.ring();
        SipResponse ringing = peer.response(180);
        String rseq = ringing.headers().first(HeaderName.RSEQ);
        assertThat(ringing.requires("100rel")).isTrue();
        for (int millis : new int[] {500, 1_000, 2_000}) {
            time.advance(Duration.ofMillis(millis));
            peer.response(180);
        }
        invite.answer(ANSWER);
        peer.request("PRACK", "wrong", 2, ringing.toTag(), "RAck: 1 1 INVITE\n");
        peer.response(481);
        peer.request("PRACK", "prack", 3, ringing.toTag(), "RAck: " + rseq + " 1 INVITE\n");
        assertThat(peer.receive()).hasToString("200 OK");
        assertThat(peer.receive()).hasToString("200 OK");
    }

    @Test
    void aReliableRingingWithoutPrackEndsTheCall() throws Exception {
        invite("Require: 100rel\n" + SDP).ring();
        peer.response(180);
        time.advance(Duration.ofMillis(31_999));
        for (int i = 0; i < 10; i++) {
            peer.response(180);
        }
        time.advance(Duration.ofMillis(1));
        peer.response(504);
        heard.await("ended NotAcknowledged");
    }

    @Test
    void ringingIsNotReliableWhereTheCallerMerelySupportsIt() throws Exception {
        invite("Supported: 100rel\n" + SDP).ring();
        SipResponse ringing = peer.response(180);
        assertThat(ringing.headers().has(HeaderName.RSEQ)).isFalse();
        time.advance(Duration.ofSeconds(10));
        peer.hearsNothing();
    }

    @Test
    void withoutAnOfferAReliableRingingNeedsOurs() throws Exception {
        var invite = invite("Require: 100rel\n");
        assertThat(invite.ringingNeedsOffer()).isTrue();
        invite.ring();
        peer.hearsNothing();
        invite.ring("ours".getBytes(UTF_8));
        assertThat(peer.response(180).body()).isEqualTo("ours".getBytes(UTF_8));
    }

    // ---- session timers (RFC 4028)

    @Test
    void tooShortASessionIsRefusedWithOurMinimum() throws Exception {
        peer.request("INVITE", "inv", 1, "", "Supported: timer\nSession-Expires: 60\n" + SDP);
        assertThat(peer.response(422).headers().first(HeaderName.MIN_SE)).isEqualTo("90");
    }

    @Test
    void aSessionThatThePeerDoesNotRefreshEndsByBye() throws Exception {
        invite("Supported: timer\nSession-Expires: 120;refresher=uac\n" + SDP).answer(ANSWER);
        SipResponse ok = peer.response(200);
        assertThat(ok.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("120;refresher=uac");
        assertThat(ok.requires("timer")).isTrue();
        peer.request("ACK", "ack", 1, ok.toTag(), "");
        heard.await("established");
        // 120 s less the smaller of 32 s and a third.
        time.advance(Duration.ofSeconds(87));
        peer.hearsNothing();
        time.advance(Duration.ofSeconds(1));
        peer.request("BYE");
        heard.await("ended SessionExpired");
    }

    @Test
    void aRefreshOfThePeerKeepsTheSession() throws Exception {
        String tag = established("Supported: timer\nSession-Expires: 120;refresher=uac\n" + SDP);
        time.advance(Duration.ofSeconds(60));
        peer.request("UPDATE", "refresh", 2, tag, "Supported: timer\nSession-Expires: 120;refresher=uac\n");
        assertThat(peer.response(200).headers().first(HeaderName.SESSION_EXPIRES))
                .isEqualTo("120;refresher=uac");
        time.advance(Duration.ofSeconds(87));
        peer.hearsNothing();
        time.advance(Duration.ofSeconds(1));
        peer.request("BYE");
    }

    @Test
    void weRefreshByUpdateWhereThePeerAllowsIt() throws Exception {
        established("Allow: INVITE, ACK, BYE, CANCEL, UPDATE\nSupported: timer\nSession-Expires: 120;refresher=uas\n"
                + SDP);
        time.advance(Duration.ofSeconds(59));
        peer.hearsNothing();
        time.advance(Duration.ofSeconds(1));
        SipRequest update = peer.request("UPDATE");
        assertThat(update.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("120;refresher=uac");
        peer.respond(update, 200, "raw", "Session-Expires: 120;refresher=uac\n");
        Eventually.become(() -> assertThat(ua.counters().receivedMessages()).isGreaterThanOrEqualTo(3));
        Eventually.become(() -> {
            time.advance(Duration.ofSeconds(1));
            assertThat(ua.counters().sentMessages()).isGreaterThanOrEqualTo(4);
        });
        peer.request("UPDATE");
    }

    @Test
    void weRefreshByReInviteWhereThePeerDoesNotAllowUpdate() throws Exception {
        established("Supported: timer\nSession-Expires: 120;refresher=uas\n" + SDP);
        time.advance(Duration.ofSeconds(60));
        SipRequest refresh = peer.request("INVITE");
        assertThat(refresh.body()).isEqualTo(ANSWER);
        peer.respond(refresh, 200, "raw", "Session-Expires: 120;refresher=uac\n" + SDP);
        peer.request("ACK");
        heard.await("answer offer");
    }

    // ---- ways

    @Test
    void answersGoToTheSourcePortWhereRportAsksForIt() throws Exception {
        peer.send(RawPeer.text("OPTIONS", "rp", 1, "", "").replace("UDP %host%;", "UDP 192.0.2.55:9999;rport;"));
        var via = peer.response(200).topVia();
        assertThat(via.received()).isEqualTo("127.0.0.1");
        assertThat("127.0.0.1:" + via.rport().orElse(0)).isEqualTo(peer.host());
    }

    @Test
    void withoutRportAnswersGoToThePortOfTheVia() throws Exception {
        try (var other = new RawPeer(ua.listeningPoints().getFirst().address())) {
            peer.send(RawPeer.text("OPTIONS", "rp", 1, "", "").replace("%host%;branch", other.host() + ";branch"));
            other.response(200);
        }
    }

    @Test
    void aRecordedRouteIsKeptInTheAnswerAndFollowedByOurRequests() throws Exception {
        try (var proxy = new RawPeer(ua.listeningPoints().getFirst().address())) {
            String routes = "Record-Route: <sip:" + proxy.host() + ";lr>, <sip:192.0.2.8;lr>\n";
            invite(routes + SDP).answer(ANSWER);
            SipResponse ok = peer.response(200);
            assertThat(ok.headers().list(HeaderName.RECORD_ROUTE))
                    .containsExactly("<sip:" + proxy.host() + ";lr>", "<sip:192.0.2.8;lr>");
            peer.request("ACK", "ack", 1, ok.toTag(), "");
            heard.await("established");
            heard.dialog().bye();
            SipRequest bye = proxy.request("BYE");
            assertThat(bye.uri()).hasToString("sip:raw@" + peer.host());
            assertThat(bye.headers().all(HeaderName.ROUTE))
                    .containsExactly("<sip:" + proxy.host() + ";lr>", "<sip:192.0.2.8;lr>");
        }
    }

    @Test
    void aStrictRouterStandsInTheRequestUri() throws Exception {
        try (var proxy = new RawPeer(ua.listeningPoints().getFirst().address())) {
            established("Record-Route: <sip:" + proxy.host() + ">\n" + SDP);
            heard.dialog().bye();
            SipRequest bye = proxy.request("BYE");
            assertThat(bye.uri()).hasToString("sip:" + proxy.host());
            assertThat(bye.headers().all(HeaderName.ROUTE)).containsExactly("<sip:raw@" + peer.host() + ">");
        }
    }

    @Test
    void aPhoneBehindANatIsHungUpWhereItsInviteCameFrom() throws Exception {
        peer.send(RawPeer.text("INVITE", "inv", 1, "", SDP)
                .replace("UDP %host%;", "UDP 192.0.2.55:5060;rport;")
                .replace("raw@%host%", "raw@192.0.2.55:5060"));
        peer.response(100);
        invites.take().answer(ANSWER);
        peer.request("ACK", "ack", 1, peer.response(200).toTag(), "");
        heard.await("established");
        heard.dialog().bye();
        peer.request("BYE");
    }

    @Test
    void aWildcardAddressIsNeverTold() throws Exception {
        var config = UserAgentConfig.listening("udp:0.0.0.0:0").build();
        try (var wild = UserAgent.start(config, invite -> invite.answer(ANSWER))) {
            int port = wild.listeningPoints().getFirst().address().getPort();
            try (var raw = new RawPeer(new java.net.InetSocketAddress("127.0.0.1", port))) {
                raw.request("INVITE", "inv", 1, "", SDP);
                raw.response(100);
                assertThat(raw.response(200).headers().first(HeaderName.CONTACT))
                        .isEqualTo("<sip:127.0.0.1:" + port + ">");
            }
        }
    }

    @Test
    void aPhoneOnThisMachineIsNotSentToThePublicAddress() throws Exception {
        var config = UserAgentConfig.listening("udp:127.0.0.1:0")
                .publicAddress(Optional.of("203.0.113.9"))
                .build();
        try (var named = UserAgent.start(config, invite -> invite.answer(ANSWER))) {
            var point = named.listeningPoints().getFirst().address();
            try (var raw = new RawPeer(point)) {
                raw.request("INVITE", "inv", 1, "", SDP);
                raw.response(100);
                assertThat(raw.response(200).headers().first(HeaderName.CONTACT))
                        .isEqualTo("<sip:127.0.0.1:" + point.getPort() + ">");
            }
        }
    }

    @Test
    void whoDoesNotWantToSayWhoHeIsSendsNoServerHeader() throws Exception {
        var config = UserAgentConfig.listening("udp:127.0.0.1:0").userAgent("").build();
        try (var silent = UserAgent.start(config, invite -> invite.answer(ANSWER))) {
            try (var raw = new RawPeer(silent.listeningPoints().getFirst().address())) {
                raw.request("INVITE", "inv", 1, "", SDP);
                raw.response(100);
                assertThat(raw.response(200).headers().has(HeaderName.SERVER)).isFalse();
            }
        }
    }

    @Test
    void aRegistrationIsRefusedWithWhatIsAllowedInstead() throws Exception {
        try (var calls =
                UserAgent.start(UserAgentConfig.listening("udp:127.0.0.1:0").build(), InviteHandler.NONE)) {
            try (var raw = new RawPeer(calls.listeningPoints().getFirst().address())) {
                raw.request("REGISTER", "reg", 1, "", "");
                assertThat(raw.response(405).headers().first(HeaderName.ALLOW))
                        .contains("INVITE")
                        .doesNotContain("REGISTER");
            }
        }
    }

    @Test
    void aSessionDescriptionInMultipartIsFound() throws Exception {
        var invite = invite("""
                Content-Type: multipart/mixed;boundary=cut

                --cut\r
                Content-Type: application/isup;version=nxv3\r
                \r
                \u0001\u0002\r
                --cut\r
                Content-Type: application/sdp\r
                \r
                offer\r
                --cut--\r
                """);
        assertThat(invite.offer()).hasValueSatisfying(offer -> assertThat(offer).isEqualTo("offer".getBytes(UTF_8)));
    }
}
