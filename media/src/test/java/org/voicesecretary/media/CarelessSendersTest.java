package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.clock.ManualClock;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.rtcp.RtcpCompound;
import org.voicesecretary.media.rtcp.RtcpPacket;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.media.sdp.SessionDescription;

/** Peers that share a port among sources, or say little: packet by packet, with time turned by hand. */
@Tag("wire")
class CarelessSendersTest {
    private static final int AUDIO = 0x0a0a0a0a;
    private static final int EVENTS = 0x0b0b0b0b;

    private final ManualClock clock = new ManualClock();
    private final Keys heard = new Keys();
    private final MediaEngine engine = MediaEngine.turnedByHand(
            MediaConfig.loopback().withCodecs(AudioCodec.PCMU).withThreads(1), clock);
    private DatagramSocket phone;
    private MediaSession session;
    private InetSocketAddress robot;
    private int audioSequence = 100;
    private int eventSequence = 60_000;

    @BeforeEach
    void open() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        phone = new DatagramSocket(new InetSocketAddress(loopback, 0));
        session = engine.open(heard);
        SessionDescription answer = session.answer(SdpParser.parse("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 "
                + loopback.getHostAddress() + "\r\nt=0 0\r\nm=audio " + phone.getLocalPort()
                + " RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"));
        robot = new InetSocketAddress(loopback, answer.media().getFirst().port());
        engine.turn();
    }

    @AfterEach
    void close() {
        engine.close();
        phone.close();
    }

    @Test
    void keysOfAnotherSourceBetweenTheAudioAreOneKeyEach() throws Exception {
        audio(AUDIO);
        for (int press = 0; press < 2; press++) {
            press(EVENTS, 5, 8_000 + press * 16_000, true);
            for (int i = 0; i < 100; i++) {
                audio(AUDIO);
            }
        }
        assertThat(heard.digits()).isEqualTo("55");
        assertThat(session.stats().ssrcChanges())
                .as("keys beside the audio do not change its source")
                .isZero();
    }

    @Test
    void aSourceThatChangesInTheMiddleOfAPressIsStillOneKey() throws Exception {
        audio(AUDIO);
        press(AUDIO, 7, 8_000, false);
        audio(EVENTS);
        press(EVENTS, 7, 8_000, true);
        assertThat(heard.digits()).isEqualTo("7");
    }

    @Test
    void aNewSourceMayPressTheSameKeyAtTheSameTimestampLater() throws Exception {
        audio(AUDIO);
        press(AUDIO, 7, 8_000, true);
        pass(Duration.ofSeconds(2));
        audio(EVENTS);
        press(EVENTS, 7, 8_000, true);
        assertThat(heard.digits()).isEqualTo("77");
    }

    @Test
    void aPeerWhoseRtcpComesIsNotMissedThoughItIsSilent() throws Exception {
        audio(AUDIO);
        for (int i = 0; i < 30; i++) {
            pass(Duration.ofSeconds(5));
            byte[] report = new byte[100];
            int length = RtcpCompound.encode(
                    List.of(
                            new RtcpPacket.ReceiverReport(AUDIO, List.of()),
                            new RtcpPacket.SourceDescription(AUDIO, "phone")),
                    report,
                    0);
            send(ByteBuffer.wrap(report, 0, length));
        }
        assertThat(heard.timeouts).hasValue(0);
        pass(Duration.ofSeconds(61));
        assertThat(heard.timeouts).hasValue(1);
    }

    /** A press of 100 ms with the audio of {@link #AUDIO} in between, as some gateways send it. */
    private void press(int source, int digit, int timestamp, boolean toItsEnd) throws Exception {
        for (int packet = 1; packet <= 5; packet++) {
            boolean end = toItsEnd && packet == 5;
            byte[] payload = {
                (byte) digit, (byte) (end ? 0x8a : 0x0a), (byte) (packet * 160 >> 8), (byte) (packet * 160)
            };
            rtp(source, 101, packet == 1, eventSequence++, timestamp, payload);
            if (source != AUDIO) {
                audio(AUDIO);
            }
        }
    }

    private void audio(int source) throws Exception {
        byte[] silence = new byte[160];
        Arrays.fill(silence, (byte) 0xff);
        rtp(source, 0, false, audioSequence, audioSequence * 160, silence);
        audioSequence++;
        pass(Duration.ofMillis(20));
    }

    private void rtp(int ssrc, int type, boolean marker, int sequence, int timestamp, byte[] payload) throws Exception {
        ByteBuffer packet = ByteBuffer.allocate(12 + payload.length);
        packet.put((byte) 0x80).put((byte) (marker ? type | 0x80 : type)).putShort((short) sequence);
        packet.putInt(timestamp).putInt(ssrc).put(payload);
        send(packet.flip());
    }

    private void send(ByteBuffer packet) throws Exception {
        phone.send(new DatagramPacket(packet.array(), packet.remaining(), robot));
        engine.turn();
    }

    private void pass(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += 20) {
            clock.advance(Duration.ofMillis(20));
            for (int i = 0; i < 4; i++) {
                engine.turn();
            }
        }
    }
}
