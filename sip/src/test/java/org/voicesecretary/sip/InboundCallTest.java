package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipRequest;

/** What a peer may do to a call it makes to us, message by message and by hand-moved time. */
@Tag("wire")
@Timeout(60)
class InboundCallTest extends InboundCalls {

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
    void aReInviteCanBeCancelledWhileItWaitsToBeConsidered() throws Exception {
        withABusyListener((raw, tag, listener) -> {
            raw.request("INFO", "info", 2, tag, "");
            raw.response(200);
            assertThat(listener.entered.poll(10, TimeUnit.SECONDS)).isEqualTo("info");
            raw.request("INVITE", "re", 3, tag, SDP);
            raw.response(100);
            raw.request("CANCEL", "re", 3, tag, "");
            raw.response(200);
            raw.response(487);
            raw.request("ACK", "re", 3, tag, "");
            listener.release.add(true);
            raw.request("INVITE", "again", 4, tag, SDP);
            raw.response(100);
            assertThat(listener.entered.poll(10, TimeUnit.SECONDS))
                    .as("the first offer the listener hears of is the second")
                    .isEqualTo("offer 4");
            listener.release.add(true);
            raw.response(200);
        });
    }

    @Test
    void aCancelOfAReInviteThatIsBeingConsideredIsTooLate() throws Exception {
        withABusyListener((raw, tag, listener) -> {
            raw.request("INVITE", "re", 2, tag, SDP);
            raw.response(100);
            assertThat(listener.entered.poll(10, TimeUnit.SECONDS)).isEqualTo("offer 2");
            raw.request("CANCEL", "re", 2, tag, "");
            raw.response(200);
            listener.release.add(true);
            assertThat(raw.response(200).cseq().text()).isEqualTo("2 INVITE");
        });
    }

    private interface Scene {
        void play(RawPeer raw, String tag, BusyListener listener) throws Exception;
    }

    /** Tells what it is asked, and answers when it is told to. */
    private static final class BusyListener implements CallListener {
        private final BlockingQueue<String> entered = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> release = new LinkedBlockingQueue<>();

        private void isBusy(String with) {
            entered.add(with);
            try {
                release.poll(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public OfferReply onOffer(Dialog dialog, Offer offer) {
            isBusy("offer " + offer.carrier().cseq().number());
            return new OfferReply.Accept(ANSWER);
        }

        @Override
        public void onInfo(Dialog dialog, SipRequest info) {
            isBusy("info");
        }
    }

    private static void withABusyListener(Scene scene) throws Exception {
        var listener = new BusyListener();
        var config = UserAgentConfig.listening("udp:127.0.0.1:0").build();
        try (var other = UserAgent.start(config, invite -> {
                    invite.listen(listener);
                    invite.answer(ANSWER);
                });
                var raw = new RawPeer(other.listeningPoints().getFirst().address())) {
            raw.request("INVITE", "inv", 1, "", SDP);
            raw.response(100);
            String tag = raw.response(200).toTag();
            raw.request("ACK", "ack", 1, tag, "");
            scene.play(raw, tag, listener);
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
}
