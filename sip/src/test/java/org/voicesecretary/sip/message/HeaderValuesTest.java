package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Typed header values: each is read, asked and written again. */
@Tag("unit")
class HeaderValuesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <sip:a@b> | <sip:a@b>
            sip:a@b;tag=1 | <sip:a@b>;tag=1
            Ann Lee <sip:a@b;lr>;q=0.5 | "Ann Lee" <sip:a@b;lr>;q=0.5
            "A \\"B\\" \\\\C"<sip:a@b> | "A \\"B\\" \\\\C" <sip:a@b>
            "" <sip:a@b> | "" <sip:a@b>
            <tel:+44> ; x = "y z" | <tel:+44>;x="y z"
            Jürgen <sip:a@b> | "Jürgen" <sip:a@b>
            sip:a@b;x="<y>" | <sip:a@b>;x="<y>"
            <sip:a@b>;expires=3600;+sip.instance="<urn:uuid:1>" | <sip:a@b>;expires=3600;+sip.instance="<urn:uuid:1>"
            """)
    void addresses(String text, String written) throws SipParseException {
        NameAddr address = NameAddr.parse(text);
        assertThat(address.text()).isEqualTo(written);
        assertThat(NameAddr.parse(address.text())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "<sip:a@b",
                "< sip:a@b>",
                "<sip:a@b >",
                "\"Ann <sip:a@b>",
                "Bell, A <sip:a@b>",
                "sip:a@b?x=y",
                "<sip:a@b>;;",
                "<sip:a@b>;",
                "<sip:a@b> x",
                "<sip:a@b>, <sip:c@d>",
                "sip:a@b, sip:c@d",
                "\"A\" sip:a@b",
                "<sip:a@b>;tag=1;tag=2",
                "<sip:a@b>;=x",
                "a@b"
            })
    void malformedAddressesAreRefused(String text) {
        assertThatThrownBy(() -> NameAddr.parse(text)).isInstanceOf(SipParseException.class);
    }

    @Test
    void aTagBelongsToTheHeaderAndNotToTheUri() throws SipParseException {
        assertThat(NameAddr.parse("sip:a@b;tag=x").tag()).isEqualTo("x");
        assertThat(NameAddr.parse("<sip:a@b;tag=x>").tag()).isNull();
        assertThat(NameAddr.of(Uri.parse("sip:a@b")).withTag("y").text()).isEqualTo("<sip:a@b>;tag=y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK7;rport | UDP | 192.0.2.1 | 5060
            SIP / 2.0 / TCP  example.org ; branch = x | TCP | example.org | -1
            sip/2.0/tls [2001:db8::1]:5061 | tls | 2001:db8::1 | 5061
            SIP/2.0/UDP h : 5070 | UDP | h | 5070
            """)
    void vias(String text, String transport, String host, int port) throws SipParseException {
        Via via = Via.parse(text);
        assertThat(via.transport()).isEqualTo(transport);
        assertThat(via.host()).isEqualTo(host);
        assertThat(via.port()).isEqualTo(port);
        assertThat(Via.parse(via.text())).isEqualTo(via);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SIP/2.0/UDP",
                "SIP/2.0/UDP ",
                "SIP/2.0 h",
                "SIP/3.0/UDP h",
                "HTTP/2.0/TCP h",
                "SIP/2.0/UDP h:x",
                "SIP/2.0/UDP h:99999",
                "SIP/2.0/UDP [::1",
                "SIP/2.0/UDP h;;",
                "SIP/2.0/UDP h x",
                "SIP/2.0/UDP ::1"
            })
    void malformedViasAreRefused(String text) {
        assertThatThrownBy(() -> Via.parse(text)).isInstanceOf(SipParseException.class);
    }

    @Test
    void theSourceIsNotedAsRfc3581HasIt() throws SipParseException {
        assertThat(Via.parse("SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bK1")
                        .withSource("192.0.2.9", 4711)
                        .text())
                .isEqualTo("SIP/2.0/UDP 10.0.0.1:5060;rport=4711;branch=z9hG4bK1;received=192.0.2.9");
        assertThat(Via.parse("SIP/2.0/UDP 10.0.0.1:5060")
                        .withSource("192.0.2.9", 4711)
                        .text())
                .endsWith("5060;received=192.0.2.9");
        assertThat(Via.parse("SIP/2.0/UDP 10.0.0.1:5060")
                        .withSource("10.0.0.1", 4711)
                        .received())
                .isNull();
        Via noted = Via.parse("SIP/2.0/UDP [::1]:5060;rport").withSource("2001:db8::1", 1);
        assertThat(noted.text()).isEqualTo("SIP/2.0/UDP [::1]:5060;rport=1;received=2001:db8::1");
        assertThat(noted.rport()).hasValue(1);
    }

    @Test
    void aBranchIsOfRfc3261OnlyBehindTheCookie() throws SipParseException {
        assertThat(Via.parse("SIP/2.0/UDP h;branch=z9hG4bKx").hasRfc3261Branch())
                .isTrue();
        assertThat(Via.parse("SIP/2.0/UDP h;branch=z9hG4bK").hasRfc3261Branch()).isFalse();
        assertThat(Via.parse("SIP/2.0/UDP h;branch=1").hasRfc3261Branch()).isFalse();
        assertThat(Via.parse("SIP/2.0/UDP h").hasRfc3261Branch()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "INVITE", "-1 INVITE", "1INVITE", "4294967296 INVITE", "1 INV/ITE", "1 INVITE x"})
    void malformedCSeqsAreRefused(String text) {
        assertThatThrownBy(() -> CSeq.parse(text)).isInstanceOf(SipParseException.class);
    }

    @Test
    void sessionTimersAreRead() throws SipParseException {
        assertThat(SessionExpires.parse("1800 ; refresher=UAS"))
                .isEqualTo(new SessionExpires(1800, SessionExpires.Refresher.UAS));
        assertThat(SessionExpires.parse("90;other=1").refresher()).isNull();
        assertThat(new SessionExpires(90, SessionExpires.Refresher.UAC).text()).isEqualTo("90;refresher=uac");
        for (String bad : new String[] {"", "x", "-1", "90;refresher=me", "90 x"}) {
            assertThatThrownBy(() -> SessionExpires.parse(bad)).isInstanceOf(SipParseException.class);
        }
    }

    @Test
    void reliabilityIsRead() throws SipParseException {
        assertThat(RAck.parse("776656  1 INVITE")).isEqualTo(new RAck(776656, 1, Method.INVITE));
        assertThat(new RAck(1, 2, Method.INVITE).text()).isEqualTo("1 2 INVITE");
        for (String bad : new String[] {"", "1", "1 2", "x 2 INVITE", "1 2 INVITE x", "4294967296 1 INVITE"}) {
            assertThatThrownBy(() -> RAck.parse(bad)).isInstanceOf(SipParseException.class);
        }
    }

    @Test
    void reasonsAreReadAndWritten() throws SipParseException {
        Reason reason = Reason.parse("Q.850 ;cause=16 ;text=\"Terminated; really\"");
        assertThat(reason.protocol()).isEqualTo("Q.850");
        assertThat(reason.cause()).hasValue(16);
        assertThat(reason.explanation()).isEqualTo("Terminated; really");
        assertThat(Reason.sip(200, "Call completed elsewhere").text())
                .isEqualTo("SIP;cause=200;text=\"Call completed elsewhere\"");
        assertThat(Reason.q850(16, "x").cause()).hasValue(16);
        assertThat(Reason.parse("SIP;cause=no").cause()).isEmpty();
    }

    @Test
    void replacedDialogsAreRead() throws SipParseException {
        var replaces = Replaces.parse("12345@192.0.2.9;to-tag=t;from-tag=f;early-only");
        assertThat(replaces).isEqualTo(new Replaces("12345@192.0.2.9", "t", "f", true));
        assertThat(Replaces.parse(replaces.text())).isEqualTo(replaces);
        assertThatThrownBy(() -> Replaces.parse("1;to-tag=t")).isInstanceOf(SipParseException.class);
    }

    @Test
    void retryAfterMayHaveACommentAndADuration() throws SipParseException {
        assertThat(RetryAfter.parse("18000;duration=3600").duration()).hasValue(3600);
        RetryAfter commented = RetryAfter.parse("120 (I'm in a (long) meeting \\) really);duration=5");
        assertThat(commented.seconds()).isEqualTo(120);
        assertThat(commented.duration()).hasValue(5);
        for (String bad : new String[] {"", "soon", "949302838503028349304023988", "1 (x"}) {
            assertThatThrownBy(() -> RetryAfter.parse(bad)).isInstanceOf(SipParseException.class);
        }
    }

    @Test
    void warningsAreReadAndWritten() throws SipParseException {
        var warning = Warning.parse("370 host.example:5060 \"Insufficient \\\"bandwidth\\\"\"");
        assertThat(warning).isEqualTo(new Warning(370, "host.example:5060", "Insufficient \"bandwidth\""));
        assertThat(Warning.parse(warning.text())).isEqualTo(warning);
        for (String bad : new String[] {"", "1812 overture \"In Progress\"", "370 host", "370 \"x\"", "37 h \"x\""}) {
            assertThatThrownBy(() -> Warning.parse(bad)).isInstanceOf(SipParseException.class);
        }
    }

    @Test
    void subscriptionsAreRead() throws SipParseException {
        assertThat(EventHeader.parse("refer;id=93809824").id()).isEqualTo("93809824");
        SubscriptionState ended = SubscriptionState.parse("Terminated;reason=noresource;expires=5");
        assertThat(ended.isTerminated()).isTrue();
        assertThat(ended.reason()).isEqualTo("noresource");
        assertThat(ended.expires()).hasValue(5);
        assertThat(EventHeader.parse("presence").text()).isEqualTo("presence");
        assertThatThrownBy(() -> EventHeader.parse("")).isInstanceOf(SipParseException.class);
    }

    @Test
    void privacyIsReadInAllItsForms() throws SipParseException {
        assertThat(Privacy.parse("ID;critical").hidesIdentity()).isTrue();
        assertThat(Privacy.parse("header, user").hidesIdentity()).isTrue();
        assertThat(Privacy.parse("none").hidesIdentity()).isFalse();
        assertThatThrownBy(() -> Privacy.parse("id;")).isInstanceOf(SipParseException.class);
    }

    @Test
    void mediaTypesAreReadAndCompared() throws SipParseException {
        MediaType type = MediaType.parse("Application/SDP ; charset=\"utf-8\"");
        assertThat(type.is("application/sdp")).isTrue();
        assertThat(type.params().value("charset")).isEqualTo("utf-8");
        assertThat(MediaType.parse("*/*").includes("application/sdp")).isTrue();
        assertThat(MediaType.parse("application/*;q=0.1").includes("application/sdp"))
                .isTrue();
        assertThat(MediaType.parse("text/*").includes("application/sdp")).isFalse();
        assertThat(ContentDisposition.parse("session;handling=optional").handling())
                .isEqualTo("optional");
        assertThatThrownBy(() -> MediaType.parse("sdp")).isInstanceOf(SipParseException.class);
    }

    @Test
    void credentialsAreReadAndWritten() throws SipParseException {
        AuthValue value = AuthValue.parse("Digest username=\"a, \\\"b\\\"\", realm=\"r\" ,, nc=00000001,qop=auth");
        assertThat(value.isDigest()).isTrue();
        assertThat(value.param("USERNAME")).isEqualTo("a, \"b\"");
        assertThat(value.param("nc")).isEqualTo("00000001");
        assertThat(AuthValue.parse(value.text())).isEqualTo(value);
        assertThat(AuthValue.parseInfo("nextnonce=\"x\", qop=auth").value("nextnonce"))
                .isEqualTo("x");
        for (String bad :
                new String[] {"", "Digest", "Digest realm", "Digest realm=\"x", "Digest a=b c=d", "Digest a=1, a=2"}) {
            assertThatThrownBy(() -> AuthValue.parse(bad)).isInstanceOf(SipParseException.class);
        }
    }

    @Test
    void paramsAreQuotedWhereTheyNeedItAndEqualInAnyOrder() {
        Params params = Params.of("a", "1", "b", "x y", "c", "").with("d", null);
        assertThat(params.text()).isEqualTo(";a=1;b=\"x y\";c=\"\";d");
        assertThat(params.with("A", "2").text()).isEqualTo(";A=2;b=\"x y\";c=\"\";d");
        assertThat(params.without("b").names()).containsExactly("a", "c", "d");
        assertThat(Params.of("x", "1", "y", "2"))
                .isEqualTo(Params.of("Y", "2", "X", "1"))
                .hasSameHashCodeAs(Params.of("Y", "2", "X", "1"));
        assertThat(Params.of("x", "1")).isNotEqualTo(Params.of("x", "2"));
        assertThat(Params.NONE.with("x", null)).isNotEqualTo(Params.of("x", ""));
        assertThatThrownBy(() -> Params.of("a;b", "1")).isInstanceOf(IllegalArgumentException.class);
    }
}
