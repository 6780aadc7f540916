package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/**
 * A peer that says exactly what a test writes, over UDP, and has no opinion. In what it sends, {@code %host%} is its own address and
 * port, and line ends are made right.
 */
final class RawPeer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final DatagramSocket socket;
    private final InetSocketAddress target;

    RawPeer(InetSocketAddress target) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.target = target;
    }

    String host() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    void send(String message) throws IOException {
        send(message, target);
    }

    void send(String message, InetSocketAddress to) throws IOException {
        int body = message.indexOf("\n\n");
        String length = body < 0 ? "0" : Integer.toString(message.length() - body - 2);
        String text = (body < 0 ? message.stripTrailing() + "\n\n" : message)
                .replace("%host%", host())
                .replaceFirst("\n\n", "\nContent-Length: " + length + "\n\n");
        int head = text.indexOf("\n\n");
        byte[] bytes = (text.substring(0, head + 2).replace("\n", "\r\n") + text.substring(head + 2)).getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** Sends a request of the usual form. */
    void request(String method, String branch, int cseq, String toTag, String more) throws IOException {
        send(text(method, branch, cseq, toTag, more));
    }

    /** @param more further header lines, then perhaps an empty line and a body */
    static String text(String method, String branch, int cseq, String toTag, String more) {
        return """
                %s sip:robot@127.0.0.1 SIP/2.0
                Via: SIP/2.0/UDP %%host%%;branch=z9hG4bK%s
                Max-Forwards: 70
                From: <sip:raw@127.0.0.1>;tag=raw
                To: <sip:robot@127.0.0.1>%s
                Call-ID: raw-call
                CSeq: %d %s
                Contact: <sip:raw@%%host%%>
                """.formatted(method, branch, toTag.isEmpty() ? "" : ";tag=" + toTag, cseq, method) + more;
    }

    /** Answers a request of the other side, with our tag. */
    void respond(SipRequest request, int status, String tag, String more) throws IOException {
        var text = new StringBuilder("SIP/2.0 " + status + " Whatever\n");
        request.headers()
                .all("Via")
                .forEach(via -> text.append("Via: ").append(via).append('\n'));
        text.append("From: ").append(request.headers().first("From")).append('\n');
        text.append("To: ").append(request.headers().first("To"));
        text.append(request.toTag() == null ? ";tag=" + tag + "\n" : "\n");
        text.append("Call-ID: ").append(request.callId()).append('\n');
        text.append("CSeq: ").append(request.cseq().text()).append('\n');
        text.append("Contact: <sip:raw@%host%>\n").append(more);
        send(text.toString());
    }

    SipMessage receive() throws IOException {
        return receive(Duration.ofMillis(PATIENCE_MILLIS));
    }

    private SipMessage receive(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        try {
            return SipParser.parseDatagram(packet.getData(), 0, packet.getLength());
        } catch (SipParseException e) {
            throw new AssertionError(
                    "what came is no SIP: " + new String(packet.getData(), 0, packet.getLength(), UTF_8), e);
        }
    }

    /** What is there, or comes within a moment. */
    Optional<SipMessage> poll() throws IOException {
        try {
            return Optional.of(receive(Duration.ofMillis(10)));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    /** The next response, which must have this status. */
    SipResponse response(int status) throws IOException {
        SipMessage message = receive();
        if (message instanceof SipResponse response && response.status() == status) {
            return response;
        }
        throw new AssertionError("expected " + status + ", but " + message + " came");
    }

    /** The next message, which must be a request of this method. */
    SipRequest request(String method) throws IOException {
        SipMessage message = receive();
        if (message instanceof SipRequest request && request.method().name().equals(method)) {
            return request;
        }
        throw new AssertionError("expected " + method + ", but " + message + " came");
    }

    /** Nothing comes: a message that were sent already would be here within this time. */
    void hearsNothing() throws IOException {
        try {
            throw new AssertionError("expected nothing, but " + receive(Duration.ofMillis(100)) + " came");
        } catch (SocketTimeoutException e) {
            // As it should be.
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
