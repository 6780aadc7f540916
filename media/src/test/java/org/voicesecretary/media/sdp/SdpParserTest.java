package org.voicesecretary.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SdpParserTest {

    private static final String OFFER = """
            v=0
            o=alice 2890844526 2890844527 IN IP4 host.example.com
            s=A call
            i=about nothing
            c=IN IP4 192.0.2.10
            b=AS:84
            t=0 0
            a=recvonly
            a=group:BUNDLE a v
            m=audio 49170/2 RTP/AVP 0 8 97 101
            c=IN IP4 192.0.2.11
            a=rtpmap:97 opus/48000/2
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            m=video 51372 RTP/AVP 31
            """;

    @Test
    void readsADescriptionWhateverItsLineEndings() throws Exception {
        SessionDescription expected = SdpParser.parse(OFFER);
        for (String ending : new String[] {"\r\n", "\r", "\n\n", "\r\n\r\n"}) {
            assertThat(SdpParser.parse(OFFER.replace("\n", ending))).isEqualTo(expected);
        }
        assertThat(expected.origin())
                .isEqualTo(new Origin("alice", "2890844526", "2890844527", "IP4", "host.example.com"));
        assertThat(expected.connection()).isEqualTo(new Connection("IP4", "192.0.2.10"));
        assertThat(expected.attribute("RecvOnly")).contains("");
        MediaDescription audio = expected.audio().orElseThrow();
        assertThat(audio.port()).isEqualTo(49_170);
        assertThat(audio.payloadTypes()).containsExactly(0, 8, 97, 101);
        assertThat(audio.connection()).isEqualTo(new Connection("IP4", "192.0.2.11"));
        assertThat(audio.rtpMap(0)).contains(new RtpMap(0, "PCMU", 8000, 1));
        assertThat(audio.rtpMap(97)).contains(new RtpMap(97, "opus", 48_000, 2));
        assertThat(audio.rtpMap(98)).isEmpty();
        assertThat(audio.formatParameters(101)).contains("0-16");
        assertThat(expected.media()).hasSize(2);
    }

    @Test
    void whatIsWrittenIsReadBackAlike() throws Exception {
        SessionDescription description = SdpParser.parse(OFFER);
        assertThat(SdpParser.parse(description.toBytes())).isEqualTo(description);
        assertThat(description.encode())
                .startsWith("v=0\r\no=alice ")
                .endsWith("\r\n")
                .doesNotContain("\n\n");
    }

    @Test
    void doesWithoutWhatIsNotNeeded() throws Exception {
        SessionDescription bare = SdpParser.parse("m=audio  4000   RTP/AVP  0\nc=IN  IP6  2001:db8::1 ");
        assertThat(bare.media()).hasSize(1);
        assertThat(bare.media().getFirst().connection()).isEqualTo(new Connection("IP6", "2001:db8::1"));
        assertThat(SdpParser.parse("v=0\no=-\ns=\nnonsense\nx=1\na=\na=:1\n=\nm=audio 1 RTP/AVP")
                        .media())
                .hasSize(1);
        assertThat(SdpParser.parse("v=0").media()).isEmpty();
    }

    @Test
    void cutsTimeToLiveOffAMulticastAddress() throws Exception {
        assertThat(SdpParser.parse("c=IN IP4 224.2.1.1/127/3").connection())
                .isEqualTo(new Connection("IP4", "224.2.1.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    v=1                               | line 1: v=1 is not understood, expected version 0
                    m=audio                           | expected type, port, protocol and formats
                    m=audio 70000 RTP/AVP 0           | expected a port from 0 to 65535
                    m=audio -1 RTP/AVP 0              | expected a port from 0 to 65535
                    m=audio x RTP/AVP 0               | expected a port from 0 to 65535
                    m=audio 99999999999 RTP/AVP 0     | expected a port from 0 to 65535
                    c=IN                              | expected IN IP4 or IN IP6 and an address
                    c=ATM NSAP 1                      | expected IN IP4 or IN IP6 and an address
                    c=IN IP4 /127                     | expected an address
                    hello                             | no line of the form x=value
                    """)
    void saysWhichLineIsWrongAndWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> SdpParser.parse(text))
                .isInstanceOf(SdpParseException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\r\n", "\0"})
    void nothingIsNoDescription(String text) {
        assertThatThrownBy(() -> SdpParser.parse(text)).isInstanceOf(SdpParseException.class);
    }

    @Test
    void whatIsTooMuchIsRefused() {
        assertThatThrownBy(() -> SdpParser.parse(new byte[SdpParser.MAX_BYTES + 1]))
                .hasMessageContaining("65537 bytes");
        assertThatThrownBy(() -> SdpParser.parse("a=x\n".repeat(2001))).hasMessageContaining("2000 lines");
        assertThatThrownBy(() -> SdpParser.parse("m=a 1 b\n".repeat(65))).hasMessageContaining("64 media sections");
        assertThatThrownBy(() -> SdpParser.parse("v=" + "9".repeat(5000)))
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(250));
    }

    @Test
    void bytesThatAreNoTextDoNoHarm() throws Exception {
        byte[] body = "v=0\ns=\u00ff\u00fe\nm=audio 4000 RTP/AVP 0\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(SdpParser.parse(body).media()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "128 PCMU/8000", "0 PCMU", "0 PCMU/0", "0 PCMU/x", "0 /8000", "0 PCMU/8000/0", "-1 a/1"})
    void anRtpmapThatIsNoneIsReadOver(String value) {
        assertThat(SdpNumbers.rtpMap(value)).isEmpty();
    }
}
