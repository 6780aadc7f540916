package org.voicesecretary.sip.transaction;

import java.nio.charset.StandardCharsets;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** Messages as text, for the state machines. */
final class TestMessages {

    static final String BRANCH = "z9hG4bKtest1";

    private TestMessages() {}

    static SipRequest request(String method) {
        return request(method, "SIP/2.0/UDP 192.0.2.1:5060;branch=" + BRANCH, "");
    }

    /** @param toTag with its {@code ;tag=}, or empty */
    static SipRequest request(String method, String via, String toTag) {
        return (SipRequest) parse("""
                %s sip:robot@198.51.100.7 SIP/2.0
                Via: %s
                Max-Forwards: 70
                Route: <sip:192.0.2.9;lr>
                From: <sip:caller@192.0.2.1>;tag=from1
                To: <sip:robot@198.51.100.7>%s
                Call-ID: call1@192.0.2.1
                CSeq: 7 %s
                Contact: <sip:caller@192.0.2.1:5060>
                Content-Length: 0

                """.formatted(method, via, toTag, method.equals("ACK") ? "ACK" : method));
    }

    static SipResponse response(SipRequest to, int status) {
        return SipResponse.answering(to, status, "Reason", "totag");
    }

    static SipMessage parse(String text) {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            return SipParser.parseDatagram(bytes, 0, bytes.length);
        } catch (SipParseException e) {
            throw new AssertionError(e);
        }
    }
}
