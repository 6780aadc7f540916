package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.sip.dialog.DialogState;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.registration.FakeFlow;
import org.voicesecretary.sip.transport.Transport;

/** When a peer is reached by the way its INVITE came. */
@Tag("unit")
class PeerReachTest {

    @ParameterizedTest
    @CsvSource({
        // transport, sent-by,    Contact,        Record-Route,                     pinned
        "UDP, 192.0.2.1,  192.0.2.1,      ,                                 false",
        "UDP, 10.0.0.7,   10.0.0.7,       ,                                 true",
        "TCP, 192.0.2.1,  192.0.2.1,      ,                                 true",
        "TLS, 192.0.2.1,  192.0.2.1,      ,                                 true",
        "TCP, 192.0.2.1,  10.0.0.7,       192.0.2.1;transport=tcp;lr,       false",
        "TLS, 192.0.2.1,  10.0.0.7,       192.0.2.1:5061;transport=tls;lr,  true",
        "TLS, 192.0.2.1,  10.0.0.7,       192.0.2.2:5061;transport=tls;lr,  false",
        "TLS, 192.0.2.1,  10.0.0.7,       proxy.example;transport=tls;lr,   false",
    })
    void aPeerIsReachedByTheFlowOnlyWhereItsAddressesLeadNowhere(
            Transport transport, String sentBy, String contact, String route, boolean pinned) throws Exception {
        String text = """
                INVITE sip:robot@office.example SIP/2.0
                Via: SIP/2.0/%s %s:5060;branch=z9hG4bKa;received=192.0.2.1
                From: <sip:a@office.example>;tag=f
                To: <sip:robot@office.example>
                Call-ID: call
                CSeq: 1 INVITE
                Contact: <sip:a@%s>
                """.formatted(transport, sentBy, contact)
                + (route == null ? "" : "Record-Route: <sip:" + route + ">\n") + "\n";
        byte[] bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
        var invite = (SipRequest) SipParser.parseDatagram(bytes, 0, bytes.length);
        var source = new FakeFlow(transport, "192.0.2.1", 40_000);
        var found = PeerReach.pinned(invite, source, DialogState.ofCallee(invite, "tag", 1));
        assertThat(found != null).isEqualTo(pinned);
    }
}
