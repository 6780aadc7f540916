package org.voicesecretary.sip.message;

/**
 * RFC 3261 §20.43.
 *
 * @param code three digits
 * @param agent host, or a pseudonym
 * @param explanation for people, without quotes
 */
public record Warning(int code, String agent, String explanation) {
    /** Reads one value; a header may list several. */
    public static Warning parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String digits = in.until("");
        long code = digits.length() == 3 ? Grammar.number(digits, 999) : -1;
        if (code < 100) throw in.malformed("a code of three digits");
        in.skipWhitespace();
        String agent = in.until("\"");
        in.skipWhitespace();
        if (agent.isEmpty() || in.peek() != '"') throw in.malformed("an agent and a text in quotes");
        String text = Grammar.unquote(in.quoted());
        in.expectEnd();
        return new Warning((int) code, agent, text);
    }

    public String text() {
        return code + " " + agent + " " + Grammar.quote(explanation);
    }

    @Override
    public String toString() {
        return text();
    }
}
