package org.voicesecretary.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** Sessions that end unless they are refreshed (RFC 4028). */
@Tag("wire")
@Timeout(60)
class SessionRefreshTest extends InboundCalls {

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
    void aRefreshThatThePeerCannotTakeNowIsTriedAgainBeforeTheSessionEnds() throws Exception {
        established("Allow: INVITE, ACK, BYE, CANCEL, UPDATE\nSupported: timer\nSession-Expires: 120;refresher=uas\n"
                + SDP);
        time.advance(Duration.ofSeconds(60));
        long before = 0;
        for (int status : new int[] {500, 491, 503, 200}) {
            SipRequest update = updateAfter(before);
            before = update.cseq().number();
            peer.respond(update, status, "raw", "Session-Expires: 120;refresher=uac\n");
        }
        // Refreshed: half an interval later comes the next, which is past the end of the first.
        updateAfter(before);
        assertThat(heard.end()).isNull();
    }

    /** The next UPDATE that is no repetition, while time passes. */
    private SipRequest updateAfter(long cseq) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            if (peer.poll().orElse(null) instanceof SipRequest request
                    && request.method().name().equals("UPDATE")
                    && request.cseq().number() > cseq) {
                return request;
            }
            time.advance(Duration.ofMillis(250));
        }
        throw new AssertionError("no UPDATE after " + cseq);
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
}
