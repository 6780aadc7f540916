package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.net.PortRange;
import org.voicesecretary.media.net.PortsExhaustedException;
import org.voicesecretary.media.rtcp.RtcpCompound;
import org.voicesecretary.media.rtcp.RtcpPacket;
import org.voicesecretary.media.rtp.RtpHeader;
import org.voicesecretary.media.rtp.RtpView;
import org.voicesecretary.media.sdp.SdpParser;

/** A session against plain sockets: who is heard, where audio goes to, what hostile packets do. */
@Tag("wire")
class LatchingTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final MediaEngine engine = MediaEngine.start(MediaConfig.loopback().withCodecs(AudioCodec.PCMU));
    private final Keys keys = new Keys();
    private DatagramSocket announced;
    private DatagramSocket elsewhere;
    private MediaSession session;
    private int sequence;

    @BeforeEach
    void open() throws Exception {
        announced = socket();
        elsewhere = socket();
        session = engine.open(keys);
    }

    @AfterEach
    void close() {
        announced.close();
        elsewhere.close();
        engine.close();
    }

    @Test
    void audioGoesToTheAddressOfTheSdpBeforeAnythingCame() throws Exception {
        answer("");
        assertThat(received(announced)).isTrue();
        assertThat(session.stats().latched()).isFalse();
    }

    @Test
    void aPhoneBehindNatIsHeardAndGetsTheAudio() throws Exception {
        answer("");
        for (int i = 0; i < 10; i++) {
            audio(elsewhere);
        }
        assertThat(received(elsewhere)).isTrue();
        Await.until("all after the first two count", () -> session.stats().packetsReceived() == 8);
        assertThat(session.stats().target().getPort()).isEqualTo(elsewhere.getLocalPort());
    }

    @Test
    void onceThePeerWasHeardAnotherSenderIsNeitherHeardNorSentTo() throws Exception {
        answer("");
        audio(announced);
        Await.until("the peer is latched", () -> session.stats().latched());
        for (int i = 0; i < 50; i++) {
            key(elsewhere, 5);
        }
        Await.until("the stranger was counted", () -> session.stats().strangers() == 50);
        assertThat(keys.keys).isEmpty();
        assertThat(session.stats().packetsReceived()).isEqualTo(1);
        assertThat(session.stats().target().getPort()).isEqualTo(announced.getLocalPort());
        elsewhere.setSoTimeout(100);
        assertThatThrownBy(() -> elsewhere.receive(new DatagramPacket(new byte[2048], 2048)))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aKeyOfThePeerIsReportedAtItsFirstPacket() throws Exception {
        answer("");
        audio(announced);
        key(announced, 11);
        Await.until("the key came", () -> !keys.keys.isEmpty());
        assertThat(keys.digits()).isEqualTo("#");
    }

    @Test
    void noBytesWhateverHurtASession() throws Exception {
        answer("");
        Random random = new Random(3550);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && i % 2 == 0) {
                bytes[0] = (byte) 0x80;
                bytes[1] = (byte) (i % 4 == 0 ? 200 + i % 5 : 101);
            }
            send(announced, bytes, i % 3 == 0 ? session.port() + 1 : session.port());
        }
        send(announced, new byte[1900], session.port());
        // The flood may have filled the socket's buffer, so the key is sent until it is heard: one press all the same.
        Await.until("a key after it all is heard", () -> {
            keyAgain(3);
            return keys.digits().endsWith("3");
        });
        assertThat(session.stats().malformed()).isPositive();
        assertThat(received(announced)).isTrue();

        assertThat(engine.received().malformed())
                .as("counted when the session ends")
                .isZero();
        session.close();
        Await.until("the listener knows what came", () -> keys.inAll != null);
        assertThat(engine.received().malformed())
                .isEqualTo(keys.inAll.malformed())
                .isPositive();
        assertThat(engine.received().packets()).isEqualTo(keys.inAll.packetsReceived());
    }

    @Test
    void rtcpComesToItsPortNamesTheSourceAndSaysGoodbye() throws Exception {
        try (DatagramSocket rtcp = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            answer("a=rtcp:" + rtcp.getLocalPort() + "\r\n");
            for (int i = 0; i < 5; i++) {
                audio(announced);
            }
            sequence += 5; // lost
            audio(announced);
            RtpView view = new RtpView();
            DatagramPacket rtp = receive(announced);
            assertThat(view.parse(ByteBuffer.wrap(rtp.getData(), 0, rtp.getLength())))
                    .isTrue();

            List<RtcpPacket> first = rtcp(rtcp);
            assertThat(first.getFirst()).isInstanceOfSatisfying(RtcpPacket.SenderReport.class, report -> {
                assertThat(report.ssrc()).isEqualTo(view.ssrc());
                assertThat(report.packets()).isPositive();
                assertThat(report.octets()).isEqualTo(160 * report.packets());
                assertThat(report.blocks()).singleElement().satisfies(block -> {
                    assertThat(block.ssrc()).isEqualTo(77);
                    assertThat(block.cumulativeLost()).isEqualTo(5);
                });
            });
            assertThat(first.get(1)).isInstanceOf(RtcpPacket.SourceDescription.class);

            session.close();
            List<RtcpPacket> last = rtcp(rtcp);
            assertThat(last.getLast())
                    .isInstanceOfSatisfying(
                            RtcpPacket.Bye.class,
                            bye -> assertThat(bye.sources()).containsExactly(view.ssrc()));
        }
    }

    @Test
    void whereItIsAgreedRtcpGoesOverTheRtpPort() throws Exception {
        String answer = answer("a=rtcp-mux\r\n");
        assertThat(answer).contains("a=rtcp-mux");
        assertThat(received(announced)).as("only who has sent says goodbye").isTrue();
        session.close();
        RtcpPacket last = null;
        while (!(last instanceof RtcpPacket.Bye)) {
            DatagramPacket packet = receive(announced);
            if (RtcpCompound.isRtcp(packet.getData(), 0, packet.getLength())) {
                last = RtcpCompound.parse(packet.getData(), 0, packet.getLength())
                        .getLast();
            }
        }
        assertThat(last.ssrc()).isNotZero();
    }

    @Test
    void aSecondCallIsRefusedWhereThePortsAreUsedUpAndTheFirstGoesOn() throws Exception {
        int base = session.port();
        session.close();
        Await.until("its ports are free", () -> engine.stats().portPairsInUse() == 0);
        try (MediaEngine small = MediaEngine.start(
                MediaConfig.loopback().withCodecs(AudioCodec.PCMU).withPorts(new PortRange(base, base + 1)))) {
            session = small.open(keys);
            answer("");
            assertThatThrownBy(() -> small.open(keys))
                    .isInstanceOf(PortsExhaustedException.class)
                    .hasMessageContaining("rtp ports " + base + "-" + (base + 1) + " are too few: of 1 pair 1 in use");
            assertThat(small.stats().sessions()).isEqualTo(1);
            assertThat(received(announced)).isTrue();
        }
    }

    private String answer(String more) throws Exception {
        String offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 " + LOOPBACK.getHostAddress()
                + "\r\nt=0 0\r\nm=audio " + announced.getLocalPort()
                + " RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n" + more;
        return session.answer(SdpParser.parse(offer)).encode();
    }

    private void audio(DatagramSocket from) throws Exception {
        packet(from, false, 0, 160L * sequence, new byte[160]);
    }

    private void key(DatagramSocket from, int event) throws Exception {
        packet(from, true, 101, 1_000_000, new byte[] {(byte) event, 10, 0, (byte) 160});
    }

    private void keyAgain(int event) {
        try {
            key(announced, event);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void packet(DatagramSocket from, boolean marker, int type, long timestamp, byte[] payload)
            throws Exception {
        ByteBuffer packet = ByteBuffer.allocate(12 + payload.length);
        RtpHeader.write(packet, marker, type, sequence++, timestamp, 77);
        packet.put(payload);
        send(from, packet.array(), session.port());
    }

    private void send(DatagramSocket from, byte[] bytes, int port) throws Exception {
        from.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, port));
    }

    private static DatagramSocket socket() throws Exception {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static DatagramPacket receive(DatagramSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return packet;
    }

    private boolean received(DatagramSocket socket) throws Exception {
        DatagramPacket packet = receive(socket);
        return packet.getPort() == session.port() && packet.getLength() == 172;
    }

    private static List<RtcpPacket> rtcp(DatagramSocket socket) throws Exception {
        socket.setSoTimeout(10_000);
        DatagramPacket packet = receive(socket);
        return RtcpCompound.parse(packet.getData(), 0, packet.getLength());
    }
}
