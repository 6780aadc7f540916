package org.voicesecretary.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * Bytes or text that are not the SIP they should be.
 *
 * <p>{@link #getMessage()} is for the log: subject, what is wrong, the value, what was expected. {@link #status()} and
 * {@link #reason()} are for the peer, and {@link #partial()} is what an answer can be built from; it is null where
 * nothing can be answered (a response, or a request without a readable start). No stack trace is recorded: hostile
 * input must stay cheap.
 */
public final class SipParseException extends Exception {
    private static final int SHOWN = 80;

    private final int status;
    private final String reason;
    private final transient @Nullable PartialRequest partial;

    public SipParseException(String message) {
        this(400, "Bad Request", message, null);
    }

    public SipParseException(int status, String reason, String message) {
        this(status, reason, message, null);
    }

    private SipParseException(int status, String reason, String message, @Nullable PartialRequest partial) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
        this.partial = partial;
    }

    /** The status an answer should carry: 400 in most cases, 505 for another version, 413 or 513 for excess. */
    public int status() {
        return status;
    }

    /** A short reason phrase for the answer; it never repeats bytes of the peer. */
    public String reason() {
        return reason;
    }

    public @Nullable PartialRequest partial() {
        return partial;
    }

    SipParseException in(String headerName) {
        return new SipParseException(
                status, "Bad " + headerName + " Header", headerName + ": " + getMessage(), partial);
    }

    SipParseException about(PartialRequest request) {
        return new SipParseException(status, reason, String.valueOf(getMessage()), request);
    }

    /** The value in quotes, cut and with control characters escaped, so that a log line stays one line. */
    static String shown(String value) {
        var out = new StringBuilder(Math.min(value.length(), SHOWN) + 8).append('"');
        for (int i = 0; i < value.length() && i < SHOWN; i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(value.length() > SHOWN ? "…\"" : "\"").toString();
    }
}
