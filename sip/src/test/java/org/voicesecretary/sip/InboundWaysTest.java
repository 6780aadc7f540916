package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** Which way messages of a call go, and which addresses and headers they carry. */
@Tag("wire")
@Timeout(60)
class InboundWaysTest extends InboundCalls {

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
