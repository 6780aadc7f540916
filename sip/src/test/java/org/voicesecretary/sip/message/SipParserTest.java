package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SipParserTest {
    static final String INVITE = """
            INVITE sip:+442037691881@robot.example;user=phone SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK77;rport
            Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK12
            Max-Forwards: 70
            f: "Ann \\"A\\" Lee" <sip:ann@example.org>;tag=a1
            To: <sip:+442037691881@robot.example>
            Call-ID: c1@192.0.2.1
            CSeq: 7 INVITE
            Contact: <sip:ann@192.0.2.1:5061>
            Content-Type: application/sdp
            Content-Length: 5

            v=0
            """.replace("\n", "\r\n");

    static SipMessage parse(String text) throws SipParseException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return SipParser.parseDatagram(bytes, 0, bytes.length);
    }

    static SipParseException problem(String text) {
        return catchThrowableOfType(SipParseException.class, () -> parse(text));
    }

    @Test
    void aRequestIsReadIntoItsParts() throws SipParseException {
        var invite = (SipRequest) parse(INVITE);

        assertThat(invite.method()).isEqualTo(Method.INVITE);
        assertThat(invite.uri().text()).isEqualTo("sip:+442037691881@robot.example;user=phone");
        assertThat(invite.topVia().branch()).isEqualTo("z9hG4bK77");
        assertThat(invite.topVia().wantsRport()).isTrue();
        assertThat(invite.vias()).hasSize(2);
        assertThat(invite.from().displayName()).isEqualTo("Ann \"A\" Lee");
        assertThat(invite.fromTag()).isEqualTo("a1");
        assertThat(invite.toTag()).isNull();
        assertThat(invite.callId()).isEqualTo("c1@192.0.2.1");
        assertThat(invite.cseq()).isEqualTo(new CSeq(7, Method.INVITE));
        assertThat(invite.maxForwards()).hasValue(70);
        assertThat(invite.contact())
                .hasValueSatisfying(c -> assertThat(c.uri().text()).isEqualTo("sip:ann@192.0.2.1:5061"));
        assertThat(invite.contentType())
                .hasValueSatisfying(t -> assertThat(t.is("application/sdp")).isTrue());
        assertThat(new String(invite.body(), StandardCharsets.US_ASCII)).isEqualTo("v=0\r\n");
    }

    @Test
    void whatIsEncodedIsReadBackTheSame() throws SipParseException {
        SipMessage first = parse(INVITE);
        byte[] wire = first.encode();
        assertThat(SipParser.parseDatagram(wire, 0, wire.length)).isEqualTo(first);
    }

    @Test
    void contentLengthIsAlwaysRightOnTheWire() throws SipParseException {
        SipMessage longer = parse(INVITE).withBody("text/plain", "twelve bytes".getBytes(StandardCharsets.US_ASCII));
        String wire = new String(longer.encode(), StandardCharsets.US_ASCII);
        assertThat(wire)
                .contains("Content-Length: 12\r\n")
                .contains("Content-Type: text/plain\r\n")
                .endsWith("\r\n\r\ntwelve bytes");
    }

    @Test
    void theReceiversBufferMayBeReusedAfterParsing() throws SipParseException {
        byte[] buffer = INVITE.getBytes(StandardCharsets.US_ASCII);
        SipMessage message = SipParser.parseDatagram(buffer, 0, buffer.length);
        java.util.Arrays.fill(buffer, (byte) 'x');
        assertThat(message.headers().first("User-Agent")).isNull();
        assertThat(message.headers().first("Content-Type")).isEqualTo("application/sdp");
        assertThat(message.body()).startsWith('v');
    }

    @Test
    void aBrokenRequestCarriesWhatAnAnswerNeeds() {
        SipParseException problem = problem(INVITE.replace("CSeq: 7 INVITE", "CSeq: seven INVITE"));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.reason()).isEqualTo("Bad CSeq Header");
        assertThat(problem).hasMessageContaining("CSeq").hasMessageContaining("\"seven\"");
        PartialRequest partial = problem.partial();
        assertThat(partial).isNotNull();
        SipResponse answer = SipResponse.answering(partial.headers(), 400, problem.reason(), "t1");
        assertThat(new String(answer.encode(), StandardCharsets.US_ASCII))
                .startsWith("SIP/2.0 400 Bad CSeq Header\r\n")
                .contains(
                        "CSeq: seven INVITE\r\n",
                        "To: <sip:+442037691881@robot.example>;tag=t1\r\n",
                        "branch=z9hG4bK12");
    }

    @Test
    void aBrokenResponseCanNotBeAnswered() {
        SipParseException problem = problem("SIP/2.0 9999 Hm\r\n\r\n");
        assertThat(problem.partial()).isNull();
    }

    @Test
    void lineEndsInHeaderValuesAreRefusedWhenBuilding() {
        assertThatThrownBy(() -> Headers.of("Subject", "a\r\nRoute: b")).isInstanceOf(IllegalArgumentException.class);
    }
}
