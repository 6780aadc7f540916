package org.voicesecretary.reception;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/protocol.md, A17 and A26. */
@Tag("unit")
class CallerIdentityTest {
    private static final String CALLED = "sip:442037691881@192.0.2.9";

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "<sip:442037690000@192.0.2.1> | 442037690000",
                "<sip:+442037690000@192.0.2.1> | 442037690000",
                "<sip:%2B442037690000@192.0.2.1> | 442037690000",
                "\"Ann\" <sip:442037690000@192.0.2.1> | 442037690000",
                "<sip:+44-20-3769-0000@192.0.2.1;user=phone> | 442037690000",
                "<sip:442037690000;phone-context=+44@192.0.2.1> | 442037690000",
                "<sips:442037690000@192.0.2.1> | 442037690000",
                "<tel:+44-20-3769-0000> | 442037690000",
                "<tel:0000;phone-context=example.com> | 0000",
                "sip:112@192.0.2.1 | 112",
                "<sip:ann@192.0.2.1> | 0",
                "<sip:ann2@192.0.2.1> | 0",
                "<sip:192.0.2.1> | 0",
                "<sip:anonymous@anonymous.invalid> | 0",
                "<sip:+@192.0.2.1> | 0",
                "<mailto:ann@example.com> | 0",
            })
    void theCallerIsTheNumberOfFrom(String from, String callerId) {
        assertThat(CallerIdentity.callerId(Invites.invite(CALLED, from), "0")).isEqualTo(callerId);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "P-Asserted-Identity: <sip:+4930111@t.example>                                     | 4930111",
                "P-Asserted-Identity: <tel:+4930111>                                               | 4930111",
                "P-Asserted-Identity: \"A\" <sip:+4930111@t.example>, <tel:+4930222>               | 4930111",
                "P-Asserted-Identity: <sip:ann@t.example>, <tel:+4930222>                          | 4930222",
                "P-Asserted-Identity: <sip:ann@t.example>                                          | 442037690000",
                "P-Asserted-Identity: rubbish <<>                                                  | 442037690000",
                "P-Preferred-Identity: <sip:+4930111@t.example>                                    | 442037690000",
                "Privacy: id                                                                       | 0",
                "Privacy: user                                                                     | 0",
                "Privacy: header;critical                                                          | 0",
                "Privacy: session; ID                                                              | 0",
                "Privacy: none                                                                     | 442037690000",
                "Privacy: session                                                                  | 442037690000",
            })
    void anAssertedIdentityGoesBeforeFromAndPrivacyBeforeBoth(String header, String callerId) {
        var invite = Invites.invite(CALLED, "<sip:442037690000@192.0.2.1>", header);
        assertThat(CallerIdentity.callerId(invite, "0")).isEqualTo(callerId);
    }

    @Test
    void anAssertedNumberOfACallerWhoAsksForPrivacyStaysHidden() {
        var invite = Invites.invite(
                CALLED, "<sip:anonymous@anonymous.invalid>", "P-Asserted-Identity: <tel:+4930111>", "Privacy: id");
        assertThat(CallerIdentity.callerId(invite, "0")).isEqualTo("0");
    }

    @Test
    void anAnonymousFromDoesNotHideWhatATrunkAsserts() {
        var invite = Invites.invite(CALLED, "<sip:anonymous@anonymous.invalid>", "P-Asserted-Identity: <tel:+4930111>");
        assertThat(CallerIdentity.callerId(invite, "0")).isEqualTo("4930111");
    }

    @Test
    void whatStandsForAnAnonymousCallerCanBeChosen() {
        var invite = Invites.invite(CALLED, "<sip:ann@192.0.2.1>");
        assertThat(CallerIdentity.callerId(invite, "anonymous")).isEqualTo("anonymous");
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({
        "sip:442037691881@192.0.2.9, 442037691881",
        "sip:+442037691881@192.0.2.9, 442037691881",
        "sip:%2b442037691881@192.0.2.9:5070;transport=tcp, 442037691881",
        "sip:+442037691881;npdi@192.0.2.9;user=phone, 442037691881",
        "tel:+44-20-3769-1881, 442037691881",
        "tel:+442037691881;phone-context=x, 442037691881",
        "sip:reception@192.0.2.9, reception",
        "sip:++44@192.0.2.9, +44",
    })
    void theCalledNumberIsTheUserOfTheRequestUri(String uri, String called) {
        assertThat(CallerIdentity.calledNumber(Invites.invite(uri, "<sip:1@192.0.2.1>")))
                .isEqualTo(called);
    }

    @Test
    void anAddressWithoutAUserCallsNoNumber() {
        assertThat(CallerIdentity.calledNumber(Invites.invite("sip:192.0.2.9", "<sip:1@192.0.2.1>")))
                .isEmpty();
    }
}
