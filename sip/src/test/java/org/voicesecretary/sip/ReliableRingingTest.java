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
}
