package org.voicesecretary.sip.message;

/**
 * The dialog an INVITE takes the place of (RFC 3891 §6.1), seen from the one who receives it.
 *
 * @param callId of the dialog
 * @param toTag its local tag
 * @param fromTag its remote tag
 * @param earlyOnly whether it may be replaced only while it is early
 */
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {
    public static Replaces parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String callId = in.until(";");
        Params params = Params.parse(in);
        in.expectEnd();
        String toTag = params.value("to-tag");
        String fromTag = params.value("from-tag");
        if (callId.isEmpty() || toTag == null || fromTag == null) {
            throw new SipParseException("dialog is incomplete: " + SipParseException.shown(value)
                    + ", expected a Call-ID, to-tag and from-tag");
        }
        return new Replaces(callId, toTag, fromTag, params.has("early-only"));
    }

    public String text() {
        return callId + ";to-tag=" + toTag + ";from-tag=" + fromTag + (earlyOnly ? ";early-only" : "");
    }

    @Override
    public String toString() {
        return text();
    }
}
