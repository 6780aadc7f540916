package org.voicesecretary.sip.message;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was sent (RFC 3326), e.g. {@code Q.850;cause=16;text="Terminated"}.
 *
 * @param protocol {@code SIP}, {@code Q.850} …
 * @param params {@code cause}, {@code text}
 */
public record Reason(String protocol, Params params) {
    /** Another device took the call: no missed call to be shown. */
    public static final Reason COMPLETED_ELSEWHERE = sip(200, "Call completed elsewhere");

    /** A status of SIP, e.g. 200 "Call completed elsewhere". */
    public static Reason sip(int status, String text) {
        return new Reason("SIP", Params.of("cause", Integer.toString(status)).withQuoted("text", text));
    }

    /** A cause of ISDN, e.g. 16 "Normal call clearing". */
    public static Reason q850(int cause, String text) {
        return new Reason("Q.850", Params.of("cause", Integer.toString(cause)).withQuoted("text", text));
    }

    /** Reads one value; a header may list several. */
    public static Reason parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String protocol = in.token("a protocol");
        Params params = Params.parse(in);
        in.expectEnd();
        return new Reason(protocol, params);
    }

    public OptionalInt cause() {
        String value = params.value("cause");
        long cause = value == null ? -1 : Grammar.number(value, 9999);
        return cause < 0 ? OptionalInt.empty() : OptionalInt.of((int) cause);
    }

    public @Nullable String explanation() {
        return params.value("text");
    }

    public String text() {
        return protocol + params.text();
    }

    @Override
    public String toString() {
        return text();
    }
}
