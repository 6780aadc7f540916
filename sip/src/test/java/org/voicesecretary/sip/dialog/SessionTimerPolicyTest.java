package org.voicesecretary.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.sip.dialog.SessionTimerPolicy.Agreement;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;

/** RFC 4028 §7 and §9, as tables. */
@Tag("unit")
class SessionTimerPolicyTest {

    private static final SessionTimerPolicy WANTED =
            new SessionTimerPolicy(Optional.of(Duration.ofSeconds(600)), Duration.ofSeconds(90));
    private static final SessionTimerPolicy UNWANTED = new SessionTimerPolicy(Optional.empty(), Duration.ofSeconds(90));

    private static Headers headers(String supported, String expires, String minSe) {
        var headers = Headers.builder();
        add(headers, "Supported", supported);
        add(headers, "Session-Expires", expires);
        add(headers, "Min-SE", minSe);
        return headers.build();
    }

    private static void add(Headers.Builder headers, String name, String value) {
        if (value != null) {
            headers.add(name, value);
        }
    }

    private static String text(Agreement agreement) {
        return switch (agreement) {
            case Agreement.None() -> "none";
            case Agreement.TooShort(long minimum) -> "422 " + minimum;
            case Agreement.Use(var header, boolean weRefresh, boolean require) ->
                header.text() + (weRefresh ? " ours" : " theirs") + (require ? " require" : "");
        };
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Supported, Session-Expires, Min-SE, what our 2xx says
                "timer, 300;refresher=uac, -, 300;refresher=uac theirs require",
                "timer, 300;refresher=uas, -, 300;refresher=uas ours require",
                "timer, 300, -, 300;refresher=uac theirs require",
                "timer, 1800, -, 600;refresher=uac theirs require",
                "timer, 1800, 1000, 1000;refresher=uac theirs require",
                "timer, -, -, 600;refresher=uac theirs require",
                "timer, 60, -, 422 90",
                "timer, nonsense, -, 600;refresher=uac theirs require",
                // A proxy asks for a peer that does not know the extension: only we can refresh.
                "-, 300, -, 300;refresher=uas ours",
                "-, -, -, none"
            })
    void whatWeAgreeToWhenWeAreCalled(String supported, String expires, String minSe, String expected)
            throws Exception {
        var invite =
                new SipRequest(Method.INVITE, SipUri.parse("sip:robot@127.0.0.1"), headers(supported, expires, minSe));
        assertThat(text(WANTED.asCallee(invite))).isEqualTo(expected);
    }

    @Test
    void withoutAWishOfOursOnlyThePeersCounts() throws Exception {
        var uri = SipUri.parse("sip:robot@127.0.0.1");
        assertThat(text(UNWANTED.asCallee(new SipRequest(Method.INVITE, uri, headers("timer", null, null)))))
                .isEqualTo("none");
        assertThat(text(UNWANTED.asCallee(new SipRequest(Method.INVITE, uri, headers("timer", "1800", null)))))
                .isEqualTo("1800;refresher=uac theirs require");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "300;refresher=uac, 300;refresher=uac ours",
                "300;refresher=uas, 300;refresher=uas theirs",
                "300, 300;refresher=uac ours",
                "10;refresher=uac, 90;refresher=uac ours",
                "-, none"
            })
    void whatTheAnswerToOurInviteMeans(String expires, String expected) {
        var ok = new SipResponse(200, "OK", headers(null, expires, null), new byte[0]);
        assertThat(text(WANTED.asCaller(ok))).isEqualTo(expected);
    }
}
