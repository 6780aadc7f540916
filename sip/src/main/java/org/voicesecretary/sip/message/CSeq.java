package org.voicesecretary.sip.message;

/**
 * RFC 3261 §20.16.
 *
 * @param number 0 to 2^32-1 (what we send stays below 2^31)
 * @param method of the request
 */
public record CSeq(long number, Method method) {
    static final long MAX = 0xffff_ffffL;

    public CSeq {
        if (number < 0 || number > MAX) {
            throw new IllegalArgumentException("CSeq number is out of range: " + number + ", expected 0 to " + MAX);
        }
    }

    public static CSeq parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String digits = in.until("");
        long number = Grammar.number(digits, MAX);
        if (number < 0) {
            throw new SipParseException(
                    "number is malformed: " + SipParseException.shown(digits) + ", expected 0 to " + MAX);
        }
        in.skipWhitespace();
        Method method = Method.parse(in.until(""));
        in.expectEnd();
        return new CSeq(number, method);
    }

    public String text() {
        return number + " " + method.name();
    }

    @Override
    public String toString() {
        return text();
    }
}
