package org.voicesecretary.sip.dialog;

import java.util.Optional;
import java.util.OptionalLong;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipMessage;

/**
 * The RAck header (RFC 3262 §7.2).
 *
 * @param rseq of the provisional response
 * @param cseq of the request it answered
 */
public record RAck(long rseq, long cseq, String method) {

    private static final int MAX_DIGITS = 10;

    /** Empty where the header is absent or malformed. */
    public static Optional<RAck> of(SipMessage message) {
        String value = message.headers().first(HeaderName.RACK);
        String[] parts = value == null ? new String[0] : value.strip().split("[ \t]+");
        if (parts.length != 3) {
            return Optional.empty();
        }
        OptionalLong rseq = number(parts[0]);
        OptionalLong cseq = number(parts[1]);
        return rseq.isPresent() && cseq.isPresent()
                ? Optional.of(new RAck(rseq.getAsLong(), cseq.getAsLong(), parts[2]))
                : Optional.empty();
    }

    /** The RSeq of a provisional response; empty where absent or malformed. */
    public static OptionalLong rseqOf(SipMessage response) {
        String value = response.headers().first(HeaderName.RSEQ);
        return value == null ? OptionalLong.empty() : number(value.strip());
    }

    private static OptionalLong number(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    public boolean acknowledges(long sentRseq, long inviteCSeq) {
        return rseq == sentRseq && cseq == inviteCSeq && method.equals(Method.INVITE.name());
    }

    /** As it stands on the wire. */
    public String text() {
        return rseq + " " + cseq + " " + method;
    }
}
