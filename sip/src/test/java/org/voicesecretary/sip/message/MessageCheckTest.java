package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside the messages of RFC 4475: one change to a good request, and what becomes of it. */
@Tag("unit")
class MessageCheckTest {
    private static final Capabilities ROBOT = new Capabilities(
            List.of(Method.INVITE, Method.ACK, Method.BYE, Method.CANCEL, Method.OPTIONS, Method.INFO),
            List.of("100rel", "timer"),
            List.of("sip", "sips", "tel"),
            Map.of(
                    Method.INVITE,
                    List.of("application/sdp"),
                    Method.INFO,
                    List.of("application/dtmf-relay", "application/dtmf")));

    private final MessageCheck check = new MessageCheck(ROBOT);

    private Verdict verdict(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return switch (SipParser.parseDatagram(bytes, 0, bytes.length)) {
                case SipRequest request -> check.check(request);
                case SipResponse response -> check.check(response);
            };
        } catch (SipParseException e) {
            return check.check(e);
        }
    }

    private static String outcome(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accept() -> "accept";
            case Verdict.Refuse refused -> Integer.toString(refused.status());
            case Verdict.Drop dropped -> "drop";
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Max-Forwards: 70          | Max-Forwards: 0                     | accept
            Max-Forwards: 70          | Max-Forwards: 256                   | 400
            Max-Forwards: 70          | Max-Forwards: x                     | 400
            Max-Forwards: 70          | X: y                                | accept
            Max-Forwards: 70          | Require: 100rel, Timer              | accept
            Max-Forwards: 70          | Require: timer, replaces            | 420
            Max-Forwards: 70          | Proxy-Require: sec-agree            | accept
            Max-Forwards: 70          | Accept: application/*               | accept
            Max-Forwards: 70          | Accept: text/plain                  | 406
            Max-Forwards: 70          | Accept:                             | 406
            Max-Forwards: 70          | Date: Sat, 13 Nov 2010 23:29:00 GMT | accept
            Max-Forwards: 70          | Date: yesterday                     | 400
            Max-Forwards: 70          | Route: <sip:r;lr>, <sip:s           | 400
            Max-Forwards: 70          | Record-Route: x                     | 400
            Max-Forwards: 70          | Content-Encoding: gzip              | 415
            Max-Forwards: 70          | Content-Encoding: identity          | accept
            Max-Forwards: 70          | From: <sip:x@y>;tag=9               | 400
            Max-Forwards: 70          | Supported: path                     | accept
            Max-Forwards: 70          | Unfinished                          | 400
            Contact: <sip:ann@192.0.2.1:5061> | Contact: *                  | 400
            Contact: <sip:ann@192.0.2.1:5061> | Contact: <sip:a>, <sip:b    | 400
            Contact: <sip:ann@192.0.2.1:5061> | X: y                        | accept
            Content-Type: application/sdp | Content-Type: text/html          | 415
            Content-Type: application/sdp | Content-Type: sdp                | 400
            Content-Type: application/sdp | X: y                             | 400
            Content-Type: application/sdp | Content-Type: APPLICATION/SDP;x=y | accept
            Content-Type: application/sdp | Content-Type: text/html\\r\\nContent-Disposition: render;handling=optional | accept
            Content-Type: application/sdp | Content-Type: multipart/mixed;boundary=b | 415
            Content-Length: 5         | Content-Length: 500                 | 400
            Content-Length: 5         | Content-Length: 3                   | accept
            Content-Length: 5         | X: y                                | accept
            CSeq: 7 INVITE            | CSeq: 7 BYE                         | 400
            CSeq: 7 INVITE            | X: y                                | 400
            Call-ID: c1@192.0.2.1     | X: y                                | 400
            Call-ID: c1@192.0.2.1     | Call-ID:                            | 400
            To: <sip:+442037691881@robot.example> | X: y                    | 400
            sip:+442037691881@robot.example;user=phone | tel:+442037691881  | accept
            sip:+442037691881@robot.example;user=phone | im:a@b             | 416
            sip:+442037691881@robot.example;user=phone | nonsense           | 400
            SIP/2.0\\r\\nVia            | SIP/2.1\\r\\nVia                      | 505
            SIP/2.0\\r\\nVia            | HTTP/1.1\\r\\nVia                     | 400
            """)
    void oneChangeDecides(String from, String to, String expected) {
        String changedFrom = from.replace("\\r\\n", "\r\n");
        assertThat(SipParserTest.INVITE).contains(changedFrom);
        String changed = SipParserTest.INVITE.replace(changedFrom, to.replace("\\r\\n", "\r\n"));
        assertThat(outcome(verdict(changed))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, accept",
        "BYE, accept",
        "REGISTER, 405",
        "SUBSCRIBE, 405",
        "invite, 501",
        "WIBBLE, 501",
        "ACK, accept"
    })
    void methodsAreTakenRefusedOrUnknown(String method, String expected) {
        String changed = SipParserTest.INVITE.replace("INVITE", method);
        assertThat(outcome(verdict(changed))).isEqualTo(expected);
        if (verdict(changed) instanceof Verdict.Refuse refused) {
            assertThat(refused.headers().first("Allow")).isEqualTo("INVITE, ACK, BYE, CANCEL, OPTIONS, INFO");
        }
    }

    @Test
    void anAckIsNeverAnswered() {
        String ack = SipParserTest.INVITE.replace("INVITE", "ACK");
        for (String bad : List.of(
                ack.replace("CSeq: 7 ACK", "CSeq: 7 INVITE"),
                ack.replace("CSeq: 7 ACK", "CSeq: x"),
                ack.replace("SIP/2.0\r\nVia", "SIP/3.0\r\nVia"),
                ack.replace("Contact: <", "Contact: <<"))) {
            assertThat(outcome(verdict(bad))).isEqualTo("drop");
        }
        assertThat(outcome(verdict(ack.replace("Max-Forwards: 70", "Require: nothing"))))
                .isEqualTo("accept");
    }

    @Test
    void aCancelMayRequireWhatItLikes() {
        String cancel =
                SipParserTest.INVITE.replace("INVITE", "CANCEL").replace("Max-Forwards: 70", "Require: nothing");
        assertThat(outcome(verdict(cancel))).isEqualTo("accept"); // RFC 3261 §8.2.2.3
    }

    @Test
    void bytesWithoutAViaAreMetWithSilence() {
        for (String noise : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\0\0\0",
                "x",
                "INVITE",
                "INVITE sip:a SIP/2.0\r\n\r\n",
                "\r\n\r\n")) {
            assertThat(outcome(verdict(noise))).isEqualTo("drop");
        }
    }

    @Test
    void sdpInAPartOfTheBodyIsEnough() throws SipParseException {
        String body = "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b\r\n\r\nplain\r\n--b--\r\n";
        String invite = SipParserTest.INVITE
                .replace("Content-Type: application/sdp", "Content-Type: multipart/mixed; boundary=\"b\"")
                .replace("Content-Length: 5\r\n\r\nv=0\r\n", "Content-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(outcome(verdict(invite))).isEqualTo("accept");
        SipMessage message = SipParserTest.parse(invite);
        assertThat(message.bodyOf("application/sdp"))
                .hasValueSatisfying(sdp -> assertThat(sdp).isEqualTo("v=0\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(BodyPart.of(message).get(1).body()).isEqualTo("plain".getBytes(StandardCharsets.US_ASCII));
        assertThat(message.bodyOf("text/html")).isEmpty();
    }

    @Test
    void responsesThatAreNotForUsAreDropped() {
        String ok =
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n";
        assertThat(outcome(verdict(ok))).isEqualTo("accept");
        assertThat(outcome(verdict(ok.replace("z9hG4bK1", "z9hG4bK1, SIP/2.0/UDP b"))))
                .isEqualTo("drop");
        assertThat(outcome(verdict(ok.replace("Call-ID: x", "Call-ID: x\r\nCall-ID: y"))))
                .isEqualTo("drop");
        assertThat(outcome(verdict(ok.replace("CSeq: 1 INVITE", "CSeq: INVITE"))))
                .isEqualTo("drop");
        assertThat(outcome(verdict(ok.replace("200 OK", "700 What")))).isEqualTo("drop");
        assertThat(outcome(verdict(ok.replace("200 OK", "200")))).isEqualTo("accept");
    }

    @Test
    void capabilitiesSayThemselves() {
        assertThat(ROBOT.allow()).isEqualTo("INVITE, ACK, BYE, CANCEL, OPTIONS, INFO");
        assertThat(ROBOT.supported()).isEqualTo("100rel, timer");
        assertThat(ROBOT.accept(Method.INFO)).isEqualTo("application/dtmf-relay, application/dtmf");
        assertThat(ROBOT.accept(Method.BYE)).isEqualTo("application/sdp");
        assertThat(ROBOT.acceptOfAll()).isEqualTo("application/dtmf, application/dtmf-relay, application/sdp");
    }
}
