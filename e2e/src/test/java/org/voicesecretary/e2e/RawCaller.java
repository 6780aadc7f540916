package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/**
 * A caller without manners or opinion: says over UDP what a test writes, from any address of loopback, with an RTP socket
 * beside. One call at a time.
 */
final class RawCaller implements AutoCloseable {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final Pattern PORT = Pattern.compile("m=audio (\\d+) ");

    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private final RawRtp rtp;
    private final List<SipMessage> received = new ArrayList<>();
    private final String callId = "raw-" + CALLS.incrementAndGet() + "-" + Long.toHexString(System.nanoTime());
    private String target;
    private String toTag = "";
    private int cseq;
    private String inviteBranch = "";

    RawCaller(String source, int serverPort) throws IOException {
        this(InetAddress.getByName(source), new InetSocketAddress("127.0.0.1", serverPort));
    }

    RawCaller(InetAddress source, InetSocketAddress server) throws IOException {
        this.socket = new DatagramSocket(0, source);
        this.server = server;
        this.rtp = new RawRtp(source);
        this.target = "sip:robot@127.0.0.1:" + server.getPort();
    }

    RawRtp rtp() {
        return rtp;
    }

    private String host() {
        String address = socket.getLocalAddress().getHostAddress();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + socket.getLocalPort();
    }

    /** PCMU and telephone-event at our RTP socket. */
    String sdp() {
        return sdp(
                "m=audio " + rtp.port() + " RTP/AVP 0 101",
                "a=rtpmap:0 PCMU/8000",
                "a=rtpmap:101 telephone-event/8000",
                "a=fmtp:101 0-15");
    }

    /** A session description at our address with these media lines. */
    String sdp(String... media) {
        return "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 "
                + socket.getLocalAddress().getHostAddress() + "\r\nt=0 0\r\n" + String.join("\r\n", media) + "\r\n";
    }

    /** Calls with this body (empty for none) and further header lines. */
    void invite(String number, String body, String... headers) throws IOException {
        target = "sip:" + number + "@127.0.0.1:" + server.getPort();
        inviteBranch = request("INVITE", body, headers);
    }

    /** A request in the dialog, or about it; returns its branch. */
    String request(String method, String body, String... headers) throws IOException {
        String branch = "z9hG4bK" + Long.toHexString(System.nanoTime());
        if (!method.equals("ACK") && !method.equals("CANCEL")) {
            cseq++;
        }
        send(text(method, method.equals("CANCEL") ? inviteBranch : branch, cseq, body, headers));
        return branch;
    }

    void ack(String body) throws IOException {
        request("ACK", body);
    }

    private String text(String method, String branch, int number, String body, String... headers) {
        var text = new StringBuilder(method + " " + target + " SIP/2.0\r\n");
        text.append("Via: SIP/2.0/UDP ")
                .append(host())
                .append(";rport;branch=")
                .append(branch)
                .append("\r\n");
        text.append("Max-Forwards: 70\r\n");
        text.append("From: <sip:442037690000@").append(host()).append(">;tag=raw\r\n");
        text.append("To: <")
                .append(target)
                .append('>')
                .append(toTag.isEmpty() ? "" : ";tag=" + toTag)
                .append("\r\n");
        text.append("Call-ID: ").append(callId).append("\r\n");
        text.append("CSeq: ").append(number).append(' ').append(method).append("\r\n");
        text.append("Contact: <sip:raw@").append(host()).append(">\r\n");
        boolean typed = false;
        for (String header : headers) {
            text.append(header).append("\r\n");
            typed |= header.startsWith("Content-Type:");
        }
        if (!body.isEmpty() && !typed) {
            text.append("Content-Type: application/sdp\r\n");
        }
        text.append("Content-Length: ")
                .append(body.getBytes(UTF_8).length)
                .append("\r\n\r\n")
                .append(body);
        return text.toString();
    }

    void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    /** The next message, if one comes in time. */
    Optional<SipMessage> receive(Duration patience) throws IOException {
        socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
        try {
            SipMessage message = SipParser.parseDatagram(packet.getData(), 0, packet.getLength());
            received.add(message);
            return Optional.of(message);
        } catch (SipParseException e) {
            throw new AssertionError(
                    "what came is no SIP: " + new String(packet.getData(), 0, packet.getLength(), UTF_8), e);
        }
    }

    /** The next response to the last request of this method with a status of at least {@code least}. */
    SipResponse response(String method, int least) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (deadline - System.nanoTime() > 0) {
            SipMessage message =
                    receive(Duration.ofNanos(deadline - System.nanoTime())).orElse(null);
            if (message instanceof SipResponse response
                    && response.cseq().method().name().equals(method)
                    && response.status() >= least
                    && response.cseq().number() == cseq) {
                String tag = response.toTag();
                if (tag != null && toTag.isEmpty() && response.status() > 100 && response.status() < 300) {
                    toTag = tag;
                }
                return response;
            }
        }
        throw new AssertionError("no response to " + method + ", but " + received);
    }

    /** The final response to the INVITE; a refusal is acknowledged. */
    SipResponse outcome() throws IOException {
        SipResponse response = response("INVITE", 200);
        if (response.status() >= 300) {
            String before = toTag;
            toTag = String.valueOf(response.toTag());
            send(text("ACK", inviteBranch, cseq, ""));
            toTag = before;
        }
        return response;
    }

    /** The 200 to the INVITE with this CSeq, where other requests went out since. */
    SipResponse answerTo(int inviteCSeq) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (deadline - System.nanoTime() > 0) {
            for (SipMessage message : received) {
                if (message instanceof SipResponse response
                        && response.status() == 200
                        && response.cseq().text().equals(inviteCSeq + " INVITE")) {
                    return response;
                }
            }
            receive(Duration.ofNanos(deadline - System.nanoTime()));
        }
        throw new AssertionError("no answer to INVITE " + inviteCSeq + ", but " + received);
    }

    /** Acknowledges that 200. */
    void ackOf(int inviteCSeq) throws IOException {
        send(text("ACK", "z9hG4bK" + Long.toHexString(System.nanoTime()), inviteCSeq, ""));
    }

    /** Calls, and has the call answered and acknowledged, with media going to the server. */
    SipResponse call(String number, String... headers) throws IOException {
        invite(number, sdp(), headers);
        SipResponse answer = outcome();
        if (answer.status() != 200) {
            throw new AssertionError("the call was refused with " + answer.status() + " " + answer.reason());
        }
        established(answer);
        ack("");
        return answer;
    }

    /** From now on requests go to the Contact of the answer, and RTP to its port. */
    void established(SipResponse answer) throws IOException {
        target = answer.contact().orElseThrow().uri().text();
        String tag = answer.toTag();
        toTag = tag == null ? "" : tag;
        Matcher port = PORT.matcher(new String(answer.body(), UTF_8));
        if (port.find()) {
            rtp.connect(new InetSocketAddress(server.getAddress(), Integer.parseInt(port.group(1))));
        }
    }

    /** The next request of this method that the server sends; it is answered with 200. */
    SipRequest takes(String method, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (deadline - System.nanoTime() > 0) {
            SipMessage message =
                    receive(Duration.ofNanos(deadline - System.nanoTime())).orElse(null);
            if (message instanceof SipRequest request && request.method().name().equals(method)) {
                ok(request);
                return request;
            }
        }
        throw new AssertionError("no " + method + " came, but " + received);
    }

    private void ok(SipRequest request) throws IOException {
        var text = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            for (String value : request.headers().all(name)) {
                text.append(name).append(": ").append(value).append("\r\n");
            }
        }
        send(text.append("Content-Length: 0\r\n\r\n").toString());
    }

    /** Hangs up and waits for the answer. */
    int bye() throws IOException {
        request("BYE", "");
        return response("BYE", 200).status();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        rtp.close();
    }
}
