package org.voicesecretary.reception;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;

/** Requests as they come off the wire. */
final class Invites {
    private Invites() {}

    /** An INVITE with these fields beside those that every one has. */
    static SipRequest invite(String uri, String from, String... more) {
        return request("INVITE", uri, from, more);
    }

    static SipRequest request(String method, String uri, String from, String... more) {
        String text = """
                %s %s SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
                Max-Forwards: 70
                From: %s;tag=1
                To: <sip:robot@192.0.2.9>
                Call-ID: a-call
                CSeq: 1 %s
                Contact: <sip:192.0.2.1>
                %s
                """.formatted(method, uri, from, method, String.join("\n", more))
                        .stripTrailing() + "\n\n";
        return (SipRequest) parse(text);
    }

    static SipMessage parse(String text) {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
        try {
            return SipParser.parseDatagram(bytes, 0, bytes.length);
        } catch (SipParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
