package org.voicesecretary.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.codec.AudioCodec;

@Tag("unit")
class OfferAnswerTest {

    private static final LocalEndpoint ENDPOINT =
            LocalEndpoint.of(InetAddress.ofLiteral("198.51.100.7"), 20_000, 20_001);

    private final OfferAnswer session = new OfferAnswer(ENDPOINT, LocalCapabilities.DEFAULT, 42);

    @Test
    void answersAnOrdinaryOffer() throws Exception {
        var answered = answer("""
                v=0
                o=- 1 1 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 30000 RTP/AVP 18 8 0 101
                a=rtpmap:18 G729/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-16
                """);
        assertThat(answered.answer().encode()).isEqualTo("""
                        v=0
                        o=- 42 1 IN IP4 198.51.100.7
                        s=-
                        c=IN IP4 198.51.100.7
                        t=0 0
                        m=audio 20000 RTP/AVP 8 101
                        a=rtpmap:8 PCMA/8000
                        a=rtpmap:101 telephone-event/8000
                        a=fmtp:101 0-15
                        a=ptime:20
                        a=sendrecv
                        """.replace("\n", "\r\n"));
        assertThat(answered.audio())
                .isEqualTo(new NegotiatedAudio(
                        AudioCodec.PCMA,
                        8,
                        Map.of(8, AudioCodec.PCMA),
                        101,
                        101,
                        new TransportAddress("192.0.2.1", 30_000),
                        new TransportAddress("192.0.2.1", 30_001),
                        false,
                        Direction.SENDRECV,
                        20,
                        null));
        assertThat(session.agreed()).contains(answered.audio());
    }

    @ParameterizedTest
    @CsvSource({
        "OFFERED, 0 8 9, 0",
        "OFFERED, 8 0 9, 8",
        "OFFERED, 9 8 0, 9",
        "OFFERED, 3 18 0, 0",
        "OWN,     0 8 9, 9",
        "OWN,     0 8,   8",
        "OWN,     0,     0"
    })
    void choosesByTheirOrOurOrder(LocalCapabilities.Order order, String offered, int chosen) throws Exception {
        OfferAnswer ours = new OfferAnswer(ENDPOINT, LocalCapabilities.DEFAULT.withOrder(order), 1);
        assertThat(ours.answer(offer("m=audio 4000 RTP/AVP " + offered), Direction.SENDRECV)
                        .audio()
                        .sendPayloadType())
                .isEqualTo(chosen);
    }

    @Test
    void keepsTheirDynamicPayloadTypes() throws Exception {
        var answered = answer("""
                m=audio 4000 RTP/AVP 96 100
                a=rtpmap:96 pcmu/8000/1
                a=rtpmap:100 Telephone-Event/8000
                """);
        assertThat(answered.audio().codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(answered.audio().sendPayloadType()).isEqualTo(96);
        assertThat(answered.audio().receiveCodec(96)).isEqualTo(AudioCodec.PCMU);
        assertThat(answered.audio().receiveCodec(0)).isNull();
        assertThat(answered.audio().sendTelephoneEvent()).isEqualTo(100);
        assertThat(answered.answer().encode()).contains("m=audio 20000 RTP/AVP 96 100\r\na=rtpmap:96 PCMU/8000\r\n");
    }

    @Test
    void aStaticPayloadTypeMeansWhatItsRtpmapSays() throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVP 0\na=rtpmap:0 PCMA/8000")
                        .audio()
                        .codec())
                .isEqualTo(AudioCodec.PCMA);
    }

    @ParameterizedTest
    @CsvSource({"G722/8000", "G722/16000", "g722/8000"})
    void g722IsUnderstoodUnderBothClockRates(String map) throws Exception {
        var answered = answer("m=audio 4000 RTP/AVP 9\na=rtpmap:9 " + map);
        assertThat(answered.audio().codec()).isEqualTo(AudioCodec.G722);
        assertThat(answered.answer().encode()).contains("a=rtpmap:9 G722/8000");
    }

    @Test
    void takesTheTelephoneEventThatRunsOnTheClockOfTheAudio() throws Exception {
        var answered = answer("""
                m=audio 4000 RTP/AVP 0 110 111 112
                a=rtpmap:110 telephone-event/48000
                a=rtpmap:111 telephone-event/16000
                a=rtpmap:112 telephone-event/8000
                """);
        assertThat(answered.audio().receiveTelephoneEvent()).isEqualTo(112);
        assertThat(answered.answer().media().getFirst().formats()).containsExactly("0", "112");
    }

    @Test
    void agreesOnNoTelephoneEventWhereThereIsNoneOfThatClock() throws Exception {
        var answered = answer("m=audio 4000 RTP/AVP 0 110\na=rtpmap:110 telephone-event/48000");
        assertThat(answered.audio().telephoneEventAgreed()).isFalse();
        assertThat(answered.answer().encode()).doesNotContain("telephone-event");
    }

    @Test
    void leavesTelephoneEventOutWhereItIsSwitchedOff() throws Exception {
        OfferAnswer ours = new OfferAnswer(ENDPOINT, LocalCapabilities.DEFAULT.withTelephoneEvent(false), 1);
        assertThat(ours.answer(
                                offer("m=audio 4000 RTP/AVP 0 101\na=rtpmap:101 telephone-event/8000"),
                                Direction.SENDRECV)
                        .audio()
                        .telephoneEventAgreed())
                .isFalse();
        assertThat(ours.offer(Direction.SENDRECV).encode()).doesNotContain("telephone-event");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                        20", "a=ptime:20,                20", "a=ptime:30,     20", "a=ptime:40, 40",
        "a=ptime:10,                20", "a=ptime:200,               60", "a=ptime:20.0,   20", "a=ptime:x,  20",
        "a=maxptime:10,             10", "'a=ptime:60\na=maxptime:40',40", "a=maxptime:150, 20", "a=ptime:0,  20"
    })
    void sendsAsMuchInAPacketAsTheyLike(String attributes, int millis) throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVP 0\n" + attributes).audio().ptimeMillis())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "'',         sendrecv, SENDRECV",
        "a=sendrecv, sendrecv, SENDRECV",
        "a=sendonly, recvonly, RECVONLY",
        "a=recvonly, sendonly, SENDONLY",
        "a=inactive, inactive, INACTIVE"
    })
    void mirrorsTheDirectionOfTheSection(String attribute, String answered, Direction ours) throws Exception {
        var result = answer("m=audio 4000 RTP/AVP 0\n" + attribute);
        assertThat(result.answer().encode()).contains("a=" + answered + "\r\n");
        assertThat(result.audio().direction()).isEqualTo(ours);
    }

    @Test
    void aDirectionOfTheSessionHoldsUnlessTheSectionHasItsOwn() throws Exception {
        assertThat(answer("a=sendonly\nm=audio 4000 RTP/AVP 0").audio().direction())
                .isEqualTo(Direction.RECVONLY);
        assertThat(answer("a=sendonly\nm=audio 4000 RTP/AVP 0\na=sendrecv")
                        .audio()
                        .direction())
                .isEqualTo(Direction.SENDRECV);
    }

    @ParameterizedTest
    @CsvSource({"IP4 0.0.0.0, ''", "IP4 0.0.0.0, a=sendrecv", "IP6 ::, ''", "IP6 0:0:0:0:0:0:0:0, a=sendrecv"})
    void anAddressOfZerosIsHold(String address, String attribute) throws Exception {
        var result = answer("m=audio 4000 RTP/AVP 0\nc=IN " + address + "\n" + attribute);
        assertThat(result.audio().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(result.audio().remoteRtp().isUnspecified()).isTrue();
        assertThat(result.answer().encode()).contains("a=recvonly").contains("c=IN IP4 198.51.100.7");
    }

    @Test
    void allowsNoMoreThanWeWant() throws Exception {
        var result = session.answer(offer("m=audio 4000 RTP/AVP 0"), Direction.SENDONLY);
        assertThat(result.audio().direction()).isEqualTo(Direction.SENDONLY);
    }

    @Test
    void refusesOtherSectionsInTheirPlaces() throws Exception {
        var result = answer("""
                m=video 5000 RTP/AVP 31 34
                a=sendonly
                m=audio 0 RTP/AVP 0
                m=audio 4000 RTP/AVP 0
                m=audio 4002 RTP/AVP 8
                m=application 9 UDP/DTLS/SCTP webrtc-datachannel
                m=message 2855 TCP/MSRP *
                m=image 4004 udptl t38
                """);
        assertThat(result.answer().media())
                .extracting(section -> section.type() + " " + section.port() + " " + section.protocol() + " "
                        + String.join(",", section.formats()))
                .containsExactly(
                        "video 0 RTP/AVP 31",
                        "audio 0 RTP/AVP 0",
                        "audio 20000 RTP/AVP 0",
                        "audio 0 RTP/AVP 8",
                        "application 0 UDP/DTLS/SCTP webrtc-datachannel",
                        "message 0 TCP/MSRP *",
                        "image 0 udptl t38");
        assertThat(result.audio().remoteRtp().port()).isEqualTo(4000);
    }

    @Test
    void takesThePlainSectionWhereAnEncryptedOneStandsBeforeIt() throws Exception {
        var result = answer("m=audio 4000 RTP/SAVP 0\nm=audio 4002 RTP/AVP 0");
        assertThat(result.answer().media()).extracting(MediaDescription::port).containsExactly(0, 20_000);
    }

    @Test
    void feedbackIsToleratedAndEchoed() throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVPF 0\na=rtcp-fb:* nack").answer().encode())
                .contains("m=audio 20000 RTP/AVPF 0\r\n")
                .doesNotContain("rtcp-fb");
    }

    @Test
    void rtcpIsMultiplexedWhereBothCan() throws Exception {
        var result = answer("m=audio 4000 RTP/AVP 0\na=rtcp-mux");
        assertThat(result.audio().rtcpMux()).isTrue();
        assertThat(result.audio().remoteRtcp()).isEqualTo(result.audio().remoteRtp());
        assertThat(result.answer().encode()).contains("a=rtcp-mux\r\n");

        OfferAnswer without = new OfferAnswer(ENDPOINT, LocalCapabilities.DEFAULT.withRtcpMux(false), 1);
        var separate = without.answer(offer("m=audio 4000 RTP/AVP 0\na=rtcp-mux"), Direction.SENDRECV);
        assertThat(separate.audio().remoteRtcp()).isEqualTo(new TransportAddress("192.0.2.1", 4001));
        assertThat(separate.answer().encode()).doesNotContain("rtcp-mux");
    }

    @ParameterizedTest
    @CsvSource({
        "a=rtcp:5005,                           192.0.2.1,   5005",
        "a=rtcp:5005 IN IP4 192.0.2.9,          192.0.2.9,   5005",
        "a=rtcp:5005 IN IP6 2001:db8::9,        2001:db8::9, 5005",
        "a=rtcp:x,                              192.0.2.1,   4001",
        "a=rtcp:0,                              192.0.2.1,   4001",
        "a=rtcp:,                               192.0.2.1,   4001"
    })
    void rtcpGoesWhereTheyReceiveIt(String attribute, String host, int port) throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVP 0\n" + attribute).audio().remoteRtcp())
                .isEqualTo(new TransportAddress(host, port));
    }

    @Test
    void thereIsNoRtcpBesideTheLastPort() throws Exception {
        assertThat(answer("m=audio 65535 RTP/AVP 0").audio().remoteRtcp()).isNull();
    }

    @Test
    void saysWhereOurRtcpIsReceivedIfNotOnTheNextPort() throws Exception {
        OfferAnswer shared = new OfferAnswer(
                LocalEndpoint.of(InetAddress.ofLiteral("198.51.100.7"), 20_000, 20_000), LocalCapabilities.DEFAULT, 1);
        assertThat(shared.offer(Direction.SENDRECV).encode()).contains("a=rtcp-mux\r\na=rtcp:20000\r\n");
        assertThat(shared.answer(offer("m=audio 4000 RTP/AVP 0\na=rtcp-mux"), Direction.SENDRECV)
                        .answer()
                        .encode())
                .doesNotContain("a=rtcp:");
    }

    @Test
    void speaksIpVersion6() throws Exception {
        OfferAnswer six = new OfferAnswer(
                LocalEndpoint.of(InetAddress.ofLiteral("2001:db8::7"), 20_000, 20_001), LocalCapabilities.DEFAULT, 1);
        var result = six.answer(offer("m=audio 4000 RTP/AVP 0\nc=IN IP6 2001:db8::1"), Direction.SENDRECV);
        assertThat(result.audio().remoteRtp()).hasToString("[2001:db8::1]:4000");
        assertThat(result.answer().encode())
                .contains("o=- 1 1 IN IP6 2001:db8:0:0:0:0:0:7\r\n")
                .contains("c=IN IP6 2001:db8:0:0:0:0:0:7\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    m=video 4000 RTP/AVP 31           | NoAudio          | 304 | has no audio
                    m=audio 0 RTP/AVP 0               | NoAudio          | 304 | has no audio
                    ''                                | NoAudio          | 304 | has no audio
                    m=audio 4000 RTP/SAVP 0           | SrtpDemanded     | 302 | only offered encrypted (RTP/SAVP)
                    m=audio 4000 UDP/TLS/RTP/SAVPF 0  | SrtpDemanded     | 302 | only offered encrypted (UDP/TLS/RTP/SAVPF)
                    m=audio 4000 TCP/RTP/AVP 0        | UnknownTransport | 302 | over TCP/RTP/AVP
                    m=audio 4000 RTP/AVP 18 3         | NoCommonCodec    | 305 | payload type 18, payload type 3, expected one of G722, PCMA, PCMU
                    m=audio 4000 RTP/AVP              | NoCommonCodec    | 305 | they speak none
                    m=audio 4000 RTP/AVP 128 x -1     | NoCommonCodec    | 305 | they speak none
                    """)
    void saysWhyAnOfferCannotBeAccepted(String media, String reason, int warning, String message) throws Exception {
        SessionDescription offer = offer(media.equals("''") ? "" : media);
        var thrown =
                catchThrowableOfType(NotAcceptableException.class, () -> session.answer(offer, Direction.SENDRECV));
        assertThat(thrown.reason().getClass().getSimpleName()).isEqualTo(reason);
        assertThat(thrown.reason().sipStatus()).isEqualTo(488);
        assertThat(thrown.reason().warningCode()).isEqualTo(warning);
        assertThat(thrown).hasMessageContaining(message);
        assertThat(session.agreed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"224.2.1.1", "255.255.255.255"})
    void sendsAudioToNoGroup(String address) throws Exception {
        SessionDescription offer = offer("m=audio 4000 RTP/AVP 0\nc=IN IP4 " + address);
        assertThatThrownBy(() -> session.answer(offer, Direction.SENDRECV))
                .hasMessageContaining("audio cannot be sent to " + address);
    }

    @Test
    void needsAnAddress() throws Exception {
        SessionDescription offer = SdpParser.parse("v=0\nm=audio 4000 RTP/AVP 0");
        assertThatThrownBy(() -> session.answer(offer, Direction.SENDRECV)).hasMessageContaining("no address");
    }

    @Test
    void aNameIsLeftToBeLookedUpByOthers() throws Exception {
        TransportAddress rtp = answer("m=audio 4000 RTP/AVP 0\nc=IN IP4 media.example.com")
                .audio()
                .remoteRtp();
        assertThat(rtp.literal()).isEmpty();
        assertThat(rtp.isUnspecified()).isFalse();
    }

    @Test
    void aReofferRaisesTheVersionOnlyWhenOurAnswerChanges() throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVP 0").answer().origin().version()).isEqualTo("1");
        assertThat(answer("m=audio 4000 RTP/AVP 0").answer().origin().version()).isEqualTo("1");
        var held = answer("m=audio 4000 RTP/AVP 0\na=sendonly");
        assertThat(held.answer().origin().version()).isEqualTo("2");
        assertThat(held.answer().origin().sessionId()).isEqualTo("42");
        assertThat(answer("m=audio 4100 RTP/AVP 8\nm=video 0 RTP/AVP 31")
                        .answer()
                        .origin()
                        .version())
                .isEqualTo("3");
    }

    @Test
    void aRefusedReofferLeavesWhatWasAgreed() throws Exception {
        var first = answer("m=audio 4000 RTP/AVP 0");
        SessionDescription bad = offer("m=audio 4000 RTP/AVP 18");
        assertThatThrownBy(() -> session.answer(bad, Direction.SENDRECV)).isInstanceOf(NotAcceptableException.class);
        assertThat(session.agreed()).contains(first.audio());
        assertThat(session.local()).contains(first.answer());
    }

    @Test
    void offersAllWeSpeakAndTakesTheirAnswer() throws Exception {
        assertThat(session.offer(Direction.SENDRECV).encode()).isEqualTo("""
                        v=0
                        o=- 42 1 IN IP4 198.51.100.7
                        s=-
                        c=IN IP4 198.51.100.7
                        t=0 0
                        m=audio 20000 RTP/AVP 9 8 0 101
                        a=rtpmap:9 G722/8000
                        a=rtpmap:8 PCMA/8000
                        a=rtpmap:0 PCMU/8000
                        a=rtpmap:101 telephone-event/8000
                        a=fmtp:101 0-15
                        a=ptime:20
                        a=sendrecv
                        a=rtcp-mux
                        """.replace("\n", "\r\n"));
        NegotiatedAudio audio =
                session.accept(offer("m=audio 4000 RTP/AVP 0 8 97\na=rtpmap:97 telephone-event/8000\na=ptime:40"));
        assertThat(audio.codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(audio.receivePayloadTypes())
                .isEqualTo(Map.of(0, AudioCodec.PCMU, 8, AudioCodec.PCMA, 9, AudioCodec.G722));
        assertThat(audio.sendTelephoneEvent()).isEqualTo(97); // each side numbers what it receives
        assertThat(audio.receiveTelephoneEvent()).isEqualTo(101);
        assertThat(audio.rtcpMux()).isFalse();
        assertThat(audio.ptimeMillis()).isEqualTo(40);
        assertThat(session.agreed()).contains(audio);
    }

    @Test
    void anAnswerWithoutTelephoneEventAgreesOnNone() throws Exception {
        session.offer(Direction.SENDRECV);
        NegotiatedAudio audio = session.accept(offer("m=audio 4000 RTP/AVP 8"));
        assertThat(audio.telephoneEventAgreed()).isFalse();
        assertThat(audio.sendTelephoneEvent()).isEqualTo(NegotiatedAudio.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "SENDRECV, '',         SENDRECV", "SENDRECV, a=sendonly, RECVONLY", "SENDRECV, a=recvonly, SENDONLY",
        "SENDONLY, a=recvonly, SENDONLY", "SENDONLY, a=inactive, INACTIVE", "SENDONLY, a=sendrecv, SENDONLY"
    })
    void theAnswersDirectionNarrowsOurOffer(Direction offered, String answered, Direction ours) throws Exception {
        session.offer(offered);
        assertThat(session.accept(offer("m=audio 4000 RTP/AVP 8\n" + answered)).direction())
                .isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    m=audio 0 RTP/AVP 0                          | refuses the audio
                    m=video 4000 RTP/AVP 31                      | is video where audio was offered
                    m=audio 4000 RTP/SAVP 0                      | says RTP/SAVP
                    m=audio 4000 RTP/AVP 18                      | no audio codec in common
                    ''                                           | 0 media sections, the offer has 1
                    """)
    void anAnswerThatDoesNotFitOurOfferIsNotAccepted(String media, String message) throws Exception {
        session.offer(Direction.SENDRECV);
        SessionDescription answer = offer(media.equals("''") ? "" : media);
        assertThatThrownBy(() -> session.accept(answer))
                .isInstanceOf(NotAcceptableException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anAnswerWithoutAnOfferIsOurOwnMistake() throws Exception {
        SessionDescription answer = offer("m=audio 4000 RTP/AVP 0");
        assertThatThrownBy(() -> session.accept(answer)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ourReofferKeepsSectionsAndPayloadTypesOfTheirOffer() throws Exception {
        answer("""
                m=video 5000 RTP/AVP 31
                m=audio 4000 RTP/AVP 101 96
                a=rtpmap:101 PCMU/8000
                a=rtpmap:96 telephone-event/8000
                """);
        SessionDescription reoffer = session.offer(Direction.SENDONLY);
        assertThat(reoffer.origin().version()).isEqualTo("2");
        assertThat(reoffer.media()).extracting(MediaDescription::type).containsExactly("video", "audio");
        assertThat(reoffer.media().getFirst().port()).isZero();
        assertThat(reoffer.media().getLast().formats()).containsExactly("9", "8", "101", "96");
        NegotiatedAudio audio = session.accept(
                offer("m=video 0 RTP/AVP 31\nm=audio 4000 RTP/AVP 101\na=rtpmap:101 PCMU/8000\na=recvonly"));
        assertThat(audio.codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(audio.direction()).isEqualTo(Direction.SENDONLY);
    }

    @Test
    void twoSessionsOfOursUnderstandEachOther() throws Exception {
        OfferAnswer other = new OfferAnswer(
                LocalEndpoint.of(InetAddress.ofLiteral("192.0.2.1"), 4000, 4001),
                LocalCapabilities.DEFAULT.withCodecs(AudioCodec.PCMU),
                2);
        SessionDescription offer =
                SdpParser.parse(session.offer(Direction.SENDRECV).toBytes());
        var answered = other.answer(offer, Direction.SENDRECV);
        NegotiatedAudio audio = session.accept(SdpParser.parse(answered.answer().toBytes()));
        assertThat(audio.codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(audio.rtcpMux()).isTrue();
        assertThat(answered.audio().remoteRtp()).isEqualTo(new TransportAddress("198.51.100.7", 20_000));
        assertThat(audio.remoteRtp()).isEqualTo(new TransportAddress("192.0.2.1", 4000));
    }

    @Test
    void anOfferOfManyThousandWordsIsAnsweredAtOnce() {
        StringBuilder media = new StringBuilder("m=audio 4000 RTP/AVP");
        for (int i = 0; i < 9000; i++) {
            media.append(' ').append(i % 96 + 32);
        }
        media.append(" 0\n");
        for (int i = 0; i < 1900; i++) {
            media.append("a=rtpmap:")
                    .append(i % 96 + 32)
                    .append(" X/")
                    .append(i + 1)
                    .append('\n');
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThat(answer(media.toString()).audio().codec()).isEqualTo(AudioCodec.PCMU));
    }

    @Test
    void capabilitiesWithoutAnyCodecAreRefused() {
        assertThatThrownBy(() -> LocalCapabilities.DEFAULT.withCodecs())
                .hasMessageContaining("at least one of PCMU, PCMA, G722");
        assertThat(LocalCapabilities.DEFAULT.codecs())
                .isEqualTo(List.of(AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU));
    }

    private OfferAnswer.Answered answer(String media) throws Exception {
        return session.answer(media.startsWith("v=") ? SdpParser.parse(media) : offer(media), Direction.SENDRECV);
    }

    private static SessionDescription offer(String media) throws SdpParseException {
        return SdpParser.parse("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n" + media);
    }
}
