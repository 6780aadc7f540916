package org.voicesecretary.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.dtls.Fingerprint;
import org.voicesecretary.media.ice.IceCredentials;

@Tag("unit")
class WebDescriptionTest {
    private static final String FINGERPRINT =
            "sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";
    /** In the shape that Chromium offers, with a camera that is not wanted here. */
    private static final String OFFER = """
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            a=extmap-allow-mixed
            m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 126
            c=IN IP4 0.0.0.0
            a=rtcp:9 IN IP4 0.0.0.0
            a=ice-ufrag:brow
            a=ice-pwd:0123456789abcdefghijklmn
            a=ice-options:trickle
            a=fingerprint:%s
            a=setup:actpass
            a=mid:0
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            a=rtpmap:63 red/48000/2
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:126 telephone-event/8000
            m=video 9 UDP/TLS/RTP/SAVPF 96
            c=IN IP4 0.0.0.0
            a=mid:1
            a=rtpmap:96 VP8/90000
            """.formatted(FINGERPRINT).replace("\n", "\r\n");

    private static SessionDescription parse(String text) throws SdpParseException {
        return SdpParser.parse(text.getBytes(UTF_8));
    }

    private static SessionDescription answer(SessionDescription offer) throws NotAcceptableException {
        LocalEndpoint endpoint = LocalEndpoint.of(InetAddress.getLoopbackAddress(), 40_000, 40_001);
        OfferAnswer negotiation = new OfferAnswer(endpoint, LocalCapabilities.DEFAULT, 1);
        OfferAnswer.Answered answered = negotiation.answer(WebDescription.plain(offer), Direction.SENDRECV);
        assertThat(answered.audio().sendTelephoneEvent()).isEqualTo(126);
        assertThat(answered.audio().rtcpMux()).isTrue();
        return WebDescription.wrapped(
                answered.answer(),
                offer,
                new IceCredentials("serv", "0123456789abcdefghijkl"),
                Fingerprint.parse(FINGERPRINT).orElseThrow());
    }

    @Test
    void anOfferOfABrowserIsAnsweredInItsWrapping() throws Exception {
        SessionDescription offer = parse(OFFER);

        assertThat(WebDescription.isWeb(offer)).isTrue();
        assertThat(WebDescription.peer(offer))
                .isEqualTo(new WebDescription.Peer(
                        "brow", Fingerprint.parse(FINGERPRINT).orElseThrow()));
        assertThat(answer(offer).encode())
                .contains(
                        "a=ice-lite\r\na=group:BUNDLE 0\r\n",
                        "m=audio 40000 UDP/TLS/RTP/SAVPF 9 126\r\n",
                        "a=rtcp-mux\r\n",
                        "a=mid:0\r\na=ice-ufrag:serv\r\na=ice-pwd:0123456789abcdefghijkl\r\na=fingerprint:"
                                + FINGERPRINT
                                + "\r\na=setup:passive\r\na=candidate:1 1 udp 2130706431 127.0.0.1 40000 typ host\r\n",
                        "m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n")
                .doesNotContain("a=crypto", "a=rtcp:");
    }

    @ParameterizedTest
    @CsvSource({
        "a=ice-ufrag:brow, a=x:1, a=ice-ufrag was expected",
        "a=ice-ufrag:brow, a=ice-ufrag:b, 4 to 256 characters was expected",
        "a=fingerprint:sha-256, a=fingerprint:sha-512, a=fingerprint with sha-256 was expected",
        "a=setup:actpass, a=setup:passive, a=setup:actpass or active",
        "a=rtcp-mux, a=x:2, a=rtcp-mux was expected"
    })
    void whatCannotBeConnectedIsRefusedWithWhatIsMissing(String found, String instead, String why) throws Exception {
        SessionDescription offer = parse(OFFER.replace(found, instead));

        assertThatThrownBy(() -> WebDescription.peer(offer))
                .isInstanceOfSatisfying(
                        NotAcceptableException.class,
                        refused -> assertThat(refused.reason().message()).contains(why));
    }

    @Test
    void whatIsSaidForTheWholeSessionHoldsForTheAudio() throws Exception {
        String moved = OFFER.replace("a=fingerprint:" + FINGERPRINT + "\r\n", "")
                .replace("a=group", "a=fingerprint:" + FINGERPRINT + "\r\na=group");

        assertThat(WebDescription.peer(parse(moved)).fingerprint())
                .isEqualTo(Fingerprint.parse(FINGERPRINT).orElseThrow());
    }

    @Test
    void anOfferOfATelephoneIsNoneOfABrowser() throws Exception {
        assertThat(WebDescription.isWeb(parse(OFFER.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"))))
                .isFalse();
    }
}
