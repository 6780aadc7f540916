package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import javax.sip.header.SubjectHeader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A parser that is not ours reads our bytes. */
@Tag("unit")
class JainSipReadsWhatWeWriteTest {
    private static SIPMessage byJain(SipMessage message) throws ParseException {
        return new StringMsgParser().parseSIPMessage(message.encode(), true, true, (e, m, c, h, text) -> {
            throw e;
        });
    }

    private static SipRequest invite() throws SipParseException {
        var to = NameAddr.of(SipUri.of("+442037691881", Host.parse("robot.example"), -1));
        var from = new NameAddr(
                "Ann \"A\" Lee, Ltd", SipUri.of("an n;x", Host.parse("[2001:db8::1]"), 5070), Params.of("tag", "f1"));
        var headers = Headers.builder()
                .add(
                        HeaderName.VIA,
                        new Via(
                                        "TCP",
                                        "2001:db8::1",
                                        5070,
                                        Params.of("branch", "z9hG4bKx").with("rport", null))
                                .text())
                .add(HeaderName.FROM, from.text())
                .add(HeaderName.TO, to.text())
                .add(HeaderName.CALL_ID, "c1@host")
                .add(HeaderName.CSEQ, new CSeq(4711, Method.INVITE).text())
                .add(HeaderName.MAX_FORWARDS, "70")
                .add(
                        HeaderName.CONTACT,
                        NameAddr.of(SipUri.of("ann", Host.parse("192.0.2.1"), 5061)
                                        .withParam("transport", "tcp"))
                                .text())
                .add(HeaderName.SUBJECT, "Grüße")
                .add(HeaderName.REASON, Reason.q850(16, "Normal; clearing").text())
                .build();
        return new SipRequest(Method.INVITE, to.uri(), headers)
                .withBody("application/sdp", "v=0\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aRequest() throws Exception {
        var read = (SIPRequest) byJain(invite());

        assertThat(read.getMethod()).isEqualTo("INVITE");
        assertThat(read.getRequestURI()).hasToString("sip:+442037691881@robot.example");
        assertThat(read.getTopmostVia().getBranch()).isEqualTo("z9hG4bKx");
        assertThat(read.getTopmostVia().getPort()).isEqualTo(5070);
        assertThat(read.getTopmostVia().hasParameter("rport")).isTrue();
        assertThat(read.getFrom().getTag()).isEqualTo("f1");
        assertThat(read.getFrom().getAddress().getURI()).hasToString("sip:an%20n;x@[2001:db8::1]:5070");
        assertThat(read.getCallId().getCallId()).isEqualTo("c1@host");
        assertThat(read.getCSeq().getSeqNumber()).isEqualTo(4711);
        assertThat(read.getContactHeader().getAddress().getURI()).hasToString("sip:ann@192.0.2.1:5061;transport=tcp");
        assertThat(((SubjectHeader) read.getHeader("Subject")).getSubject()).isEqualTo("Grüße");
        assertThat(read.getRawContent()).isEqualTo("v=0\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aResponseThatRefuses() throws Exception {
        var refused = new Verdict.Refuse(420, "Bad Extension", Headers.of(HeaderName.UNSUPPORTED, "a, b"), "");
        var read = (SIPResponse) byJain(refused.answer(invite().headers(), "t1"));

        assertThat(read.getStatusCode()).isEqualTo(420);
        assertThat(read.getReasonPhrase()).isEqualTo("Bad Extension");
        assertThat(read.getTo().getTag()).isEqualTo("t1");
        assertThat(read.getFrom().getTag()).isEqualTo("f1");
        assertThat(read.getContentLength().getContentLength()).isZero();
    }

    @Test
    void messagesThatHaveBeenThroughOurParser() throws Exception {
        Map<String, byte[]> corpus = Torture.messages();
        for (String name : List.of(
                "wsinv",
                "esc01",
                "lwsdisp",
                "longreq",
                "semiuri",
                "transports",
                "mpart01",
                "badbranch",
                "zeromf",
                "cparam01",
                "cparam02",
                "sdp01",
                "inv2543",
                "noreason")) {
            SipMessage ours = Torture.parse(corpus.get(name));
            SIPMessage read = byJain(ours);
            assertThat(read.getCallId().getCallId()).as(name).isEqualTo(ours.callId());
            assertThat(read.getCSeq().getSeqNumber())
                    .as(name)
                    .isEqualTo(ours.cseq().number());
            assertThat(read.getFromTag()).as(name).isEqualTo(ours.fromTag());
            assertThat(read.getViaHeaders()).as(name).hasSize(ours.vias().size());
            byte[] body = read.getRawContent();
            assertThat(body == null ? new byte[0] : body).as(name).isEqualTo(ours.body());
        }
    }
}
