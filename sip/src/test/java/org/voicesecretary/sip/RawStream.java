package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipStreamParser;

/** A phone on a connection that says exactly what a test writes; its Contact is an address behind a NAT. */
final class RawStream implements AutoCloseable {

    static final String CONTACT = "sip:phone@10.0.0.7:5060;transport=tcp";

    private final Socket socket;
    private final SipStreamParser parser = new SipStreamParser();

    RawStream(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
    }

    void send(String text) throws IOException {
        int head = text.indexOf("\n\n");
        String headers = head < 0 ? text.stripTrailing() : text.substring(0, head);
        String body = head < 0 ? "" : text.substring(head + 2);
        String whole = headers.replace("\n", "\r\n") + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(whole.getBytes(UTF_8));
    }

    /** Registers by this connection, with a flow of RFC 5626. */
    SipResponse register() throws IOException {
        return register(1);
    }

    /** Several connections of one device have different numbers. */
    SipResponse register(int regId) throws IOException {
        send("""
                REGISTER sip:office SIP/2.0
                Via: SIP/2.0/TCP 10.0.0.7:5060;branch=z9hG4bKreg%d;rport
                From: <sip:101@office>;tag=f
                To: <sip:101@office>
                Call-ID: reg-%d
                CSeq: 1 REGISTER
                Supported: path, outbound
                Contact: <%s;ob>;reg-id=%d;+sip.instance="<urn:uuid:1>"
                """.formatted(regId, regId, CONTACT, regId));
        return (SipResponse) receive();
    }

    void respond(SipRequest request, int status, String more) throws IOException {
        var text = new StringBuilder("SIP/2.0 " + status + " Whatever\n");
        for (String name : new String[] {"Via", "From", "Call-ID", "CSeq"}) {
            request.headers()
                    .all(name)
                    .forEach(value -> text.append(name + ": ").append(value).append('\n'));
        }
        text.append("To: ").append(request.headers().first("To"));
        text.append(request.toTag() == null ? ";tag=phone\n" : "\n");
        send(text.append("Contact: <" + CONTACT + ">\n").append(more).toString());
    }

    SipMessage receive() throws IOException {
        byte[] buffer = new byte[4096];
        while (true) {
            switch (parser.next()) {
                case null -> {
                    int length = socket.getInputStream().read(buffer);
                    if (length < 0) {
                        throw new IOException("closed by the other side");
                    }
                    parser.feed(buffer, 0, length);
                }
                case SipStreamParser.Event.Message(SipMessage message) -> {
                    return message;
                }
                default -> {}
            }
        }
    }

    SipRequest request(String method) throws IOException {
        SipMessage message = receive();
        if (message instanceof SipRequest request && request.method().name().equals(method)) {
            return request;
        }
        throw new AssertionError("expected " + method + ", but " + message + " came");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
