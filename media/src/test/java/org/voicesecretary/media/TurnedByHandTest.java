package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.clock.ManualClock;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.rtcp.RtcpCompound;
import org.voicesecretary.media.rtp.RtpView;
import org.voicesecretary.media.sdp.SdpParser;

/** What leaves a session, packet by packet, with time turned by hand. */
@Tag("wire")
class TurnedByHandTest {
    private record Packet(boolean marker, int type, int sequence, long timestamp, byte[] payload) {}

    private final ManualClock clock = new ManualClock();
    private final Keys keys = new Keys();
    private final Prompt tone = new PcmPrompt(Tones.sine(1000, 8000, 100, 16_000));
    private MediaEngine engine = engine(MediaConfig.loopback());
    private DatagramSocket phone;
    private MediaSession session;
    private List<Packet> opening = List.of();

    @AfterEach
    void close() {
        engine.close();
        if (phone != null) {
            phone.close();
        }
    }

    @Test
    void sequenceAndTimestampGoOnThroughSilencePromptAndStop() throws Exception {
        open("");
        List<Packet> packets = new ArrayList<>(opening);
        packets.addAll(frames(4));
        session.play(tone);
        packets.addAll(frames(2));
        session.stopPlayback();
        packets.addAll(frames(5));

        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequence()).isEqualTo((packets.get(i - 1).sequence() + 1) & 0xffff);
            assertThat(packets.get(i).timestamp()).isEqualTo((packets.get(i - 1).timestamp() + 160) & 0xffff_ffffL);
        }
        assertThat(packets.stream().map(Packet::marker))
                .startsWith(true)
                .filteredOn(marker -> marker)
                .hasSize(1);
        assertThat(packets.stream().map(TurnedByHandTest::loud))
                .containsExactly(false, false, false, false, false, true, true, false, false, false, false, false);
    }

    @Test
    void whereNothingIsSentWhileIdleAPromptBeginsWithTheMarkerInItsPlaceInTime() throws Exception {
        engine.close();
        engine = engine(MediaConfig.loopback().withIdle(IdleAudio.NONE));
        open("");
        session.play(tone);
        Packet last = frames(5).getLast();
        assertThat(frames(10)).isEmpty();
        session.play(tone);
        Packet first = frames(1).getFirst();
        assertThat(first.marker()).isTrue();
        assertThat(first.sequence()).isEqualTo((last.sequence() + 1) & 0xffff);
        assertThat(first.timestamp()).isEqualTo((last.timestamp() + 11 * 160) & 0xffff_ffffL);
    }

    @Test
    void aKeyIsSentInPlaceOfAudioWithItsTimestampStandingStillAndItsEndThreeTimes() throws Exception {
        open("");
        Packet before = frames(1).getFirst();
        session.sendDigit(DtmfDigit.NINE, 100);
        session.sendDigit(DtmfDigit.POUND, 60);
        List<Packet> packets = frames(7 + 3 + 5 + 1);

        List<Packet> nine = packets.subList(0, 7);
        assertThat(nine).allSatisfy(packet -> {
            assertThat(packet.type()).isEqualTo(101);
            assertThat(packet.payload()[0]).isEqualTo((byte) 9);
            assertThat(packet.timestamp()).isEqualTo((before.timestamp() + 160) & 0xffff_ffffL);
        });
        assertThat(nine.stream().map(Packet::marker)).containsExactly(true, false, false, false, false, false, false);
        assertThat(nine.stream().map(packet -> packet.payload()[1] < 0))
                .containsExactly(false, false, false, false, true, true, true);
        assertThat(packets.subList(7, 10)).as("a pause").allMatch(packet -> packet.type() == 0);
        assertThat(packets.subList(10, 15)).allMatch(packet -> packet.type() == 101 && packet.payload()[0] == 11);
        assertThat(packets.get(15).type()).isZero();
        assertThat(packets.get(15).timestamp()).isEqualTo((before.timestamp() + 16 * 160) & 0xffff_ffffL);
    }

    @ParameterizedTest
    @CsvSource({"60,3,480", "40,2,320"})
    void whereThePeerWantsLongerPacketsFramesAreGathered(int ptime, int framesPerPacket, int bytes) throws Exception {
        open("a=ptime:" + ptime + "\r\n");
        List<Packet> packets = frames(6 * framesPerPacket - 1);
        assertThat(packets)
                .hasSize(6)
                .allSatisfy(packet -> assertThat(packet.payload()).hasSize(bytes));
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequence()).isEqualTo((packets.get(i - 1).sequence() + 1) & 0xffff);
            assertThat(packets.get(i).timestamp()).isEqualTo((packets.get(i - 1).timestamp() + bytes) & 0xffff_ffffL);
        }
    }

    @Test
    void whereThePeerTakesNoMoreThan10MillisecondsTwoPacketsLeavePerTurn() throws Exception {
        open("a=maxptime:10\r\n");
        List<Packet> packets = frames(5);
        assertThat(packets)
                .hasSize(10)
                .allSatisfy(packet -> assertThat(packet.payload()).hasSize(80));
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).timestamp()).isEqualTo((packets.get(i - 1).timestamp() + 80) & 0xffff_ffffL);
        }
    }

    @Test
    void afterAStandstillTheSoundIsInItsPlaceInTimeAgain() throws Exception {
        open("");
        Packet before = frames(3).getLast();
        clock.advance(Duration.ofSeconds(2)); // more than is caught up
        List<Packet> after = frames(2);
        Packet first = after.getFirst();
        assertThat(first.sequence()).isEqualTo((before.sequence() + 1) & 0xffff);
        long passed = (first.timestamp() - before.timestamp() & 0xffff_ffffL) / 160;
        assertThat(passed).isBetween(100L, 102L);
        assertThat(first.marker()).isTrue();
        assertThat(engine.stats().skippedTurns()).isBetween(98L, 101L);
    }

    @Test
    void theRtpTimeoutComesAfterSixtySecondsAndNotBefore() throws Exception {
        open("");
        pass(Duration.ofMillis(59_900));
        assertThat(keys.timeouts).hasValue(0);
        pass(Duration.ofMillis(200));
        assertThat(keys.timeouts).hasValue(1);
        pass(Duration.ofSeconds(120));
        assertThat(keys.timeouts).hasValue(1);
    }

    @Test
    void aReportIsSentAboutEveryFiveSeconds() throws Exception {
        open("a=rtcp-mux\r\n");
        int reports = 0;
        for (int second = 0; second < 60; second++) {
            pass(Duration.ofSeconds(1));
            for (byte[] datagram : datagrams()) {
                if (RtcpCompound.isRtcp(datagram, 0, datagram.length)) {
                    reports++;
                }
            }
        }
        assertThat(reports).isBetween(8, 32); // RFC 3550 §6.3.1: 5 s × 0.5 to 1.5, ÷ 1.21828
    }

    private void pass(Duration time) throws Exception {
        for (long millis = 0; millis < time.toMillis(); millis += 20) {
            clock.advance(Duration.ofMillis(20));
            for (int i = 0; i < 10; i++) {
                engine.turn();
            }
            if (millis % 1000 == 0 && time.toSeconds() > 1) {
                datagrams(); // keep the phone's buffer from running over
            }
        }
    }

    private MediaEngine engine(MediaConfig config) {
        return MediaEngine.turnedByHand(config.withCodecs(AudioCodec.PCMU).withThreads(1), clock);
    }

    private void open(String more) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        phone = new DatagramSocket(new InetSocketAddress(loopback, 0));
        session = engine.open(keys);
        session.answer(SdpParser.parse("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 "
                + loopback.getHostAddress() + "\r\nt=0 0\r\nm=audio " + phone.getLocalPort()
                + " RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n" + more));
        engine.turn(); // its first turn is due at once
        opening = packets();
    }

    /** What is sent in so many frames. */
    private List<Packet> frames(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofMillis(20));
            for (int turn = 0; turn < 10; turn++) {
                engine.turn();
            }
        }
        return packets();
    }

    private List<Packet> packets() throws Exception {
        List<Packet> packets = new ArrayList<>();
        for (byte[] datagram : datagrams()) {
            RtpView view = new RtpView();
            if (!RtcpCompound.isRtcp(datagram, 0, datagram.length)) {
                assertThat(view.parse(ByteBuffer.wrap(datagram))).isTrue();
                byte[] payload = new byte[view.payloadLength()];
                System.arraycopy(datagram, view.payloadOffset(), payload, 0, payload.length);
                packets.add(new Packet(view.marker(), view.payloadType(), view.sequence(), view.timestamp(), payload));
            }
        }
        return packets;
    }

    private List<byte[]> datagrams() throws Exception {
        List<byte[]> datagrams = new ArrayList<>();
        phone.setSoTimeout(1);
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            try {
                phone.receive(packet);
            } catch (SocketTimeoutException none) {
                return datagrams;
            }
            byte[] bytes = new byte[packet.getLength()];
            System.arraycopy(packet.getData(), 0, bytes, 0, bytes.length);
            datagrams.add(bytes);
        }
    }

    private static boolean loud(Packet packet) {
        byte[] bytes = packet.payload();
        for (short sample : AudioCodec.PCMU.decode(bytes).samples()) {
            if (Math.abs(sample) > 1000) {
                return true;
            }
        }
        return false;
    }
}
