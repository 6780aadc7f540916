package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class UriTest {
    private static SipUri sip(String text) throws SipParseException {
        return SipUri.parse(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sip:%61lice@atlanta.com;transport=TCP | sip:alice@AtLanTa.CoM;Transport=tcp
            sip:carol@chicago.com | sip:carol@chicago.com;newparam=5
            sip:carol@chicago.com | sip:carol@chicago.com;security=on
            sip:carol@chicago.com;newparam=5 | sip:carol@chicago.com;security=on
            sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com | sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com
            sip:alice@atlanta.com?subject=project%20x&priority=urgent | sip:alice@atlanta.com?priority=urgent&subject=project%20x
            sip:a@[2001:db8::1] | sip:a@[2001:DB8:0::1]
            SIP:a@b | sip:a@b
            tel:+1-201-555-0123 | tel:+12015550123
            urn:service:sos | URN:service:sos
            """)
    void equivalentUris(String a, String b) throws SipParseException { // RFC 3261 §19.1.4
        assertThat(Uri.parse(a).equivalent(Uri.parse(b))).isTrue();
        assertThat(Uri.parse(b).equivalent(Uri.parse(a))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SIP:ALICE@AtLanTa.CoM;Transport=udp | sip:alice@AtLanTa.CoM;Transport=UDP
            sip:bob@biloxi.com | sip:bob@biloxi.com:5060
            sip:bob@biloxi.com | sip:bob@biloxi.com;transport=udp
            sip:bob@biloxi.com | sip:bob@biloxi.com:6000;transport=tcp
            sip:carol@chicago.com | sip:carol@chicago.com?Subject=next%20meeting
            sip:bob@phone21.boxesbybob.com | sip:bob@192.0.2.4
            sip:carol@chicago.com;security=on | sip:carol@chicago.com;security=off
            sip:a@b | sips:a@b
            sip:a:x@b | sip:a:y@b
            sip:a@b | sip:b
            sip:a@b;user=phone | sip:a@b
            sip:a@b;maddr=192.0.2.1 | sip:a@b
            sip:a@b;ttl=1 | sip:a@b
            sip:a@b;method=INVITE | sip:a@b
            tel:+12015550123 | tel:+12015550124
            tel:+12015550123 | sip:+12015550123@b
            urn:a | urn:b
            """)
    void differentUris(String a, String b) throws SipParseException {
        assertThat(Uri.parse(a).equivalent(Uri.parse(b))).isFalse();
        assertThat(Uri.parse(b).equivalent(Uri.parse(a))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@example.org",
                "sips:alice:secret@example.org:5061;transport=tcp;lr?a=b&c=d",
                "sip:example.org",
                "sip:a%20b@example.org",
                "sip:+1(234)@example.org;user=phone",
                "sip:a@[2001:db8::1]:5060",
                "tel:+44-20;ext=5",
                "http://www.example.com",
                "sip:%00@example.org",
                "sip:%C3%BC@example.org",
                "sip:a@host_1.internal"
            })
    void theTextComesBackAsItWas(String text) throws SipParseException {
        assertThat(Uri.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip",
                "sip:",
                ":a",
                "sip:@example.org",
                "sip::x@example.org",
                "sip:a@",
                "sip:a@b:65536",
                "sip:a@b:x",
                "sip:a@b:",
                "sip:a@[::1",
                "sip:a@[1]",
                "sip:a@[::1]x",
                "sip:a b@c",
                "sip:a@b;;",
                "sip:a@b;=1",
                "sip:a@b;x=1;X=2",
                "sip:a%4@b",
                "sip:a%zz@b",
                "sip:%ff@b",
                "sip:a@b?",
                "sip:a@b?x",
                "sip:a@b?=x",
                "sip:a@-b",
                "sip:a@b..c",
                "sip:a@b/c",
                "<sip:a@b>",
                "sip:a@b\t",
                "tel:",
                "tel:abc-xyz",
                "tel:-",
                "1+1\u0660x y:",
                "s\u0130p:a",
                "tel:\u0661\u0662"
            })
    void malformedUrisAreRefused(String text) {
        assertThatThrownBy(() -> Uri.parse(text)).isInstanceOf(SipParseException.class);
    }

    @Test
    void partsComeWithoutEscapes() throws SipParseException {
        SipUri uri = sip("sip:al%40ice:p%3aw@example.org;%6Cr;name=a%3Bb?Sub%20ject=a%26b");
        assertThat(uri.user()).isEqualTo("al@ice");
        assertThat(uri.password()).isEqualTo("p:w");
        assertThat(uri.looseRouter()).isTrue();
        assertThat(uri.params().value("NAME")).isEqualTo("a;b");
        assertThat(uri.headers()).isEqualTo(Map.of("Sub ject", "a&b"));
        assertThat(sip(uri.text())).isEqualTo(uri);
    }

    @Test
    void aUriCanBeBuiltAndChanged() throws SipParseException {
        SipUri uri = SipUri.of("an n", new Host("2001:db8::1"), 5070)
                .withParam("transport", "tcp")
                .withParam("x", "a;b")
                .withParam("lr", null);
        assertThat(uri.text()).isEqualTo("sip:an%20n@[2001:db8::1]:5070;transport=tcp;x=a%3Bb;lr");
        assertThat(sip(uri.text())).isEqualTo(uri);
        assertThat(uri.transport()).isEqualTo("tcp");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, true, false",
        "[2001:db8::1], true, true",
        "example.org, false, false",
        "127.1, false, false",
        "1.2.3.400, false, false",
        "a1.2.3.4, false, false"
    })
    void hostsKnowWhetherTheyAreAddresses(String text, boolean numeric, boolean v6) throws SipParseException {
        Host host = Host.parse(text);
        assertThat(host.isNumeric()).isEqualTo(numeric);
        assertThat(host.isIpv6()).isEqualTo(v6);
        assertThat(host.text()).isEqualTo(text);
    }

    @Test
    void hostsHaveNoCase() throws SipParseException {
        assertThat(Host.parse("ExAmple.org"))
                .isEqualTo(Host.parse("example.ORG"))
                .hasSameHashCodeAs(Host.parse("example.ORG"));
        assertThat(Host.parse("[2001:db8::1]"))
                .isEqualTo(Host.parse("[2001:DB8:0:0::1]"))
                .hasSameHashCodeAs(Host.parse("[2001:DB8:0:0::1]"));
        assertThat(Host.parse("a")).isNotEqualTo(Host.parse("b"));
    }
}
