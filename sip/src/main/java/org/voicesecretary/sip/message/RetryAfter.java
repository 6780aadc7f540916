package org.voicesecretary.sip.message;

import java.util.OptionalLong;

/**
 * When to try again (RFC 3261 §20.33); a comment in parentheses is skipped.
 *
 * @param seconds to wait
 * @param params {@code duration}
 */
public record RetryAfter(long seconds, Params params) {
    public static RetryAfter parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        long seconds = Grammar.number(in.until(";("), CSeq.MAX);
        if (seconds < 0) throw in.malformed("seconds, at most " + CSeq.MAX);
        in.skipWhitespace();
        if (in.peek() == '(') skipComment(in);
        Params params = Params.parse(in);
        in.expectEnd();
        return new RetryAfter(seconds, params);
    }

    private static void skipComment(Scanner in) throws SipParseException {
        int depth = 0;
        String text = in.text();
        for (int i = in.position(); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') i++;
            else if (c == '(') depth++;
            else if (c == ')' && --depth == 0) {
                in.jump(i + 1);
                return;
            }
        }
        throw in.malformed(") at the end of the comment");
    }

    /** How long the peer will be there after that, in seconds. */
    public OptionalLong duration() {
        String value = params.value("duration");
        long seconds = value == null ? -1 : Grammar.number(value, CSeq.MAX);
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }
}
