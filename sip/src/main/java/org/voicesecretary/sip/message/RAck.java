package org.voicesecretary.sip.message;

/**
 * Which reliable provisional response a PRACK acknowledges (RFC 3262 §7.2).
 *
 * @param rseq of the response
 * @param cseq number of the request the response belongs to
 * @param method of that request
 */
public record RAck(long rseq, long cseq, Method method) {
    public static RAck parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        long rseq = Grammar.number(in.until(""), CSeq.MAX);
        in.skipWhitespace();
        long cseq = Grammar.number(in.until(""), CSeq.MAX);
        in.skipWhitespace();
        if (rseq < 0 || cseq < 0) throw in.malformed("two numbers and a method");
        Method method = Method.parse(in.until(""));
        in.expectEnd();
        return new RAck(rseq, cseq, method);
    }

    public String text() {
        return rseq + " " + cseq + " " + method.name();
    }

    @Override
    public String toString() {
        return text();
    }
}
