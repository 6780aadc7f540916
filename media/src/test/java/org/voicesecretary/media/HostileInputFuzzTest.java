package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.media.audio.WavFormatException;
import org.voicesecretary.media.dtmf.InfoDtmf;
import org.voicesecretary.media.dtmf.TelephoneEvent;
import org.voicesecretary.media.dtmf.TelephoneEventReceiver;
import org.voicesecretary.media.rtcp.ReceptionStatistics;
import org.voicesecretary.media.rtcp.ReportBlock;
import org.voicesecretary.media.rtcp.RtcpCompound;
import org.voicesecretary.media.rtcp.RtcpFormatException;
import org.voicesecretary.media.rtcp.RtcpPacket;
import org.voicesecretary.media.sdp.Connection;
import org.voicesecretary.media.sdp.Direction;
import org.voicesecretary.media.sdp.LocalCapabilities;
import org.voicesecretary.media.sdp.LocalEndpoint;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.OfferAnswer;
import org.voicesecretary.media.sdp.SdpParseException;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.media.sdp.SessionDescription;

/** Broken and malicious input: only the exceptions that are announced may come out, and what is understood can be written again. */
@Tag("fuzz")
class HostileInputFuzzTest {

    private static final String OFFER = """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            a=sendonly
            m=audio 30000/2 RTP/AVP 0 8 9 96 101
            a=rtpmap:96 opus/48000/2
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=rtcp:30001 IN IP6 2001:db8::1
            a=rtcp-mux
            a=ptime:20
            a=maxptime:150
            m=video 0 RTP/SAVPF 31
            c=IN IP6 ::
            """;

    @Test
    void descriptionsAreUnderstoodOrRefused() {
        int understood = 0;
        for (int seed = 0; seed < 30_000; seed++) {
            byte[] body = mutated(OFFER.getBytes(StandardCharsets.US_ASCII), new Random(seed));
            OfferAnswer session = new OfferAnswer(
                    new LocalEndpoint(new Connection("IP4", "198.51.100.7"), 4000, 4001),
                    LocalCapabilities.DEFAULT,
                    seed);
            try {
                SessionDescription offer = SdpParser.parse(body);
                assertThat(SdpParser.parse(offer.toBytes()).media()).hasSameSizeAs(offer.media());
                SessionDescription answer =
                        session.answer(offer, Direction.SENDRECV).answer();
                assertThat(answer.media()).hasSameSizeAs(offer.media());
                assertThat(SdpParser.parse(answer.toBytes())).isEqualTo(answer);
                session.offer(Direction.SENDRECV);
                session.accept(offer);
                understood++;
            } catch (SdpParseException | NotAcceptableException refused) {
                assertThat(refused).hasMessageMatching("(?s).{10,600}");
            }
        }
        assertThat(understood).as("mutations that still make sense").isGreaterThan(3000);
    }

    @Test
    void rtcpDatagramsAreUnderstoodOrRefused() {
        ReportBlock block = new ReportBlock(1, 2, 3, 4, 5, 6, 7);
        byte[] buffer = new byte[500];
        int length = RtcpCompound.encode(
                List.of(
                        new RtcpPacket.SenderReport(1, 2, 3, 4, 5, List.of(block, block)),
                        new RtcpPacket.SourceDescription(1, "name@host"),
                        new RtcpPacket.Bye(List.of(1, 2), Optional.of("bye"))),
                buffer,
                0);
        byte[] valid = Arrays.copyOf(buffer, length);
        int understood = 0;
        for (int seed = 0; seed < 50_000; seed++) {
            byte[] datagram = mutated(valid, new Random(seed));
            try {
                List<RtcpPacket> packets = RtcpCompound.parse(datagram, 0, datagram.length);
                byte[] again = new byte[16_384];
                int written = RtcpCompound.encode(packets, again, 0);
                if (written >= 8 && written <= RtcpCompound.MAX_BYTES) {
                    assertThat(RtcpCompound.parse(again, 0, written)).hasSameSizeAs(packets);
                }
                understood++;
            } catch (RtcpFormatException refused) {
                assertThat(refused).hasMessageContaining("RTCP");
            }
        }
        assertThat(understood).isGreaterThan(5000);
    }

    @Test
    void wavFilesAreUnderstoodOrRefused() throws Exception {
        for (String name :
                List.of("pcm_s16le", "pcm_u8", "pcm_f64le", "sox_extensible_s24", "pcm_alaw", "six_channels")) {
            byte[] valid = Files.readAllBytes(Path.of(HostileInputFuzzTest.class
                    .getResource("/wav/" + name + ".wav")
                    .toURI()));
            byte[] head = Arrays.copyOf(valid, Math.min(valid.length, 240));
            for (int seed = 0; seed < 5000; seed++) {
                byte[] file = mutated(head, new Random(seed));
                try {
                    Pcm pcm = WavFile.parse(file, "fuzz");
                    assertThat(pcm.length()).isLessThanOrEqualTo(file.length);
                } catch (WavFormatException refused) {
                    assertThat(refused).hasMessageStartingWith("fuzz ");
                }
            }
        }
    }

    @Test
    void keysOfAnyPayloadDoNoHarm() {
        Random random = new Random(1);
        TelephoneEventReceiver receiver = new TelephoneEventReceiver();
        ReceptionStatistics statistics = new ReceptionStatistics(8000);
        for (int i = 0; i < 300_000; i++) {
            byte[] payload = new byte[random.nextInt(8)];
            random.nextBytes(payload);
            int sequence = random.nextInt(65_536);
            receiver.packet(random.nextInt(), sequence, random.nextBoolean(), payload, 0, payload.length);
            TelephoneEvent.parse(payload, 0, payload.length)
                    .ifPresent(event -> assertThat(event.encode()).hasSize(4));
            statistics.packet(sequence, random.nextInt(), random.nextLong());
            InfoDtmf.parse(InfoDtmf.RELAY, payload);
        }
        ReportBlock report = statistics.report(1, random.nextLong());
        assertThat(report.fractionLost()).isBetween(0, 255);
        assertThat(report.cumulativeLost()).isBetween(-0x80_0000, 0x7F_FFFF);
    }

    /** Some bytes changed, taken out, doubled or put in from elsewhere, or the end cut off. */
    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int change = random.nextInt(6); change >= 0 && bytes.length > 0; change--) {
            int at = random.nextInt(bytes.length);
            int count = Math.min(bytes.length - at, 1 + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = replaced(bytes, at, at + count, new byte[0]);
                case 3 -> bytes = replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + count));
                case 4 -> bytes = replaced(bytes, at, at + count, "9999999999".getBytes(StandardCharsets.US_ASCII));
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
        byte[] out = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(bytes, to, out, from + with.length, bytes.length - to);
        return out;
    }
}
