package org.voicesecretary.media;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.voicesecretary.media.rtcp.RtcpCompound;
import org.voicesecretary.media.rtp.RtpHeader;
import org.voicesecretary.media.rtp.RtpView;
import org.voicesecretary.media.sdp.SdpParser;

/** A phone that is nothing but a socket: each packet in and out is in the test's hands. */
final class RawPhone implements AutoCloseable {
    record Packet(int ssrc, boolean marker, int type, int sequence, long timestamp, byte[] payload) {

        boolean isEvent() {
            return payload.length == 4;
        }
    }

    static final int SSRC = 0x1234_5678;

    final MediaSession session;
    private final DatagramSocket socket;

    /** @param formats payload types of the offer, such as {@code 0 101}; the last one is telephone-event where it is above 95 */
    RawPhone(MediaEngine engine, MediaListener listener, String formats) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        socket = new DatagramSocket(new InetSocketAddress(loopback, 0));
        socket.setSoTimeout(1);
        session = engine.open(listener);
        String last = formats.substring(formats.lastIndexOf(' ') + 1);
        String events = Integer.parseInt(last) > 95 ? "a=rtpmap:" + last + " telephone-event/8000\r\n" : "";
        session.answer(SdpParser.parse("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 "
                + loopback.getHostAddress() + "\r\nt=0 0\r\nm=audio " + socket.getLocalPort() + " RTP/AVP " + formats
                + "\r\n" + events));
    }

    void send(boolean marker, int type, int sequence, long timestamp, byte[] payload) throws Exception {
        send(SSRC, marker, type, sequence, timestamp, payload);
    }

    void send(int ssrc, boolean marker, int type, int sequence, long timestamp, byte[] payload) throws Exception {
        ByteBuffer out = ByteBuffer.allocate(RtpHeader.BYTES + payload.length);
        RtpHeader.write(out, marker, type, sequence, timestamp, ssrc);
        out.put(payload);
        socket.send(new DatagramPacket(
                out.array(), out.capacity(), new InetSocketAddress(InetAddress.getLoopbackAddress(), session.port())));
    }

    /** Sends a frame whose bytes all are {@code value}. */
    void sendFrame(int type, int sequence, long timestamp, int value) throws Exception {
        byte[] payload = new byte[160];
        Arrays.fill(payload, (byte) value);
        send(false, type, sequence, timestamp, payload);
    }

    /** What has come since it was asked last. */
    List<Packet> packets() throws Exception {
        List<Packet> packets = new ArrayList<>();
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException none) {
                return packets;
            }
            RtpView view = new RtpView();
            if (!RtcpCompound.isRtcp(packet.getData(), 0, packet.getLength())
                    && view.parse(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()))) {
                int from = view.payloadOffset();
                packets.add(new Packet(
                        view.ssrc(),
                        view.marker(),
                        view.payloadType(),
                        view.sequence(),
                        view.timestamp(),
                        Arrays.copyOfRange(packet.getData(), from, from + view.payloadLength())));
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
