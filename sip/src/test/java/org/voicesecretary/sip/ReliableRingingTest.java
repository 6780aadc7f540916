package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipResponse;

/** Ringing that a caller wants to acknowledge (RFC 3262). */
@Tag("wire")
@Timeout(60)
class ReliableRingingTest extends InboundCalls {

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
    void aCallCountsAsAnsweredOnlyWhenItsAnswerWentOut() throws Exception {
        var invite = invite("Require: 100rel\n" + SDP);
        invite.ring();
        SipResponse ringing = peer.response(180);
        invite.answer(ANSWER);
        peer.hearsNothing();
        assertThat(heard.answered()).isFalse();
        peer.request("PRACK", "prack", 2, ringing.toTag(), rack(ringing));
        assertThat(peer.receive()).hasToString("200 OK");
        assertThat(peer.receive()).hasToString("200 OK");
        Eventually.become(() -> assertThat(heard.answered()).isTrue());
    }

    @Test
    void aCallThatIsCancelledBeforeItsPrackWasNeverAnswered() throws Exception {
        var invite = invite("Require: 100rel\n" + SDP);
        invite.ring();
        peer.response(180);
        invite.answer(ANSWER);
        peer.request("CANCEL", "inv", 1, "", "");
        peer.response(200);
        peer.response(487);
        heard.await("ended RemoteCancel");
        assertThat(heard.answered()).isFalse();
    }

    private static String rack(SipResponse ringing) {
        return "RAck: " + ringing.headers().first(HeaderName.RSEQ) + " 1 INVITE\n";
    }

    @Test
    void anUpdateMustNotOfferBeforeTheOfferOfTheInviteIsAnswered() throws Exception {
        var invite = invite(SDP);
        invite.ring();
        String tag = peer.response(180).toTag();
        peer.request("UPDATE", "early", 2, tag, SDP);
        assertThat(peer.response(500).headers().has(HeaderName.RETRY_AFTER)).isTrue();
        invite.answer(ANSWER);
        peer.response(200);
        peer.request("ACK", "ack", 1, tag, "");
        heard.await("established");
        peer.request("UPDATE", "now", 3, tag, SDP);
        assertThat(peer.response(200).body()).isEqualTo(ANSWER);
        heard.await("offer offer");
    }

    @Test
    void anUpdateMayOfferOnceAReliableResponseAnsweredTheInvite() throws Exception {
        var invite = invite("Require: 100rel\n" + SDP);
        invite.progress(ANSWER);
        SipResponse progress = peer.response(183);
        peer.request("UPDATE", "now", 2, progress.toTag(), SDP);
        assertThat(peer.response(200).body()).isEqualTo(ANSWER);
    }

    @Test
    void aReliableRingingWithoutPrackEndsTheCall() throws Exception {
        var invite = invite("Require: 100rel\n" + SDP);
        invite.ring();
        invite.answer(ANSWER);
        peer.response(180);
        time.advance(Duration.ofMillis(31_999));
        for (int i = 0; i < 10; i++) {
            peer.response(180);
        }
        time.advance(Duration.ofMillis(1));
        peer.response(504);
        heard.await("ended NotAcknowledged");
        assertThat(heard.answered()).isFalse();
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
}
