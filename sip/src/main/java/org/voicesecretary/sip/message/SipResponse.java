package org.voicesecretary.sip.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A response; always of SIP/2.0. Equality does not look at Content-Length. */
public final class SipResponse implements SipMessage {
    private final int status;
    private final String reason;
    private final Headers headers;
    private final byte[] body;

    /**
     * @param status 100 to 699
     * @param reason any text without line ends, perhaps empty
     */
    public SipResponse(int status, String reason, Headers headers, byte[] body) {
        if (status < 100 || status > 699) {
            throw new IllegalArgumentException("status is out of range: " + status + ", expected 100 to 699");
        }
        if (reason.indexOf('\r') >= 0 || reason.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("reason has a line end: " + SipParseException.shown(reason));
        }
        this.status = status;
        this.reason = reason;
        this.headers = headers;
        this.body = body;
    }

    /**
     * An answer without body, with what RFC 3261 §8.2.6 has it take from the request.
     *
     * @param request the header fields of the request, which may be malformed
     * @param toTag added to To where it has none; null adds nothing (for 100)
     */
    public static SipResponse answering(Headers request, int status, String reason, @Nullable String toTag) {
        var headers = Headers.builder()
                .copy(request, HeaderName.VIA)
                .copy(request, HeaderName.FROM)
                .copy(request, HeaderName.TO)
                .copy(request, HeaderName.CALL_ID)
                .copy(request, HeaderName.CSEQ);
        if (status == 100) headers.copy(request, HeaderName.TIMESTAMP); // RFC 3261 §8.2.6.1
        if (toTag != null) addToTag(request, toTag, headers);
        return new SipResponse(status, reason, headers.build(), SipRequest.NO_BODY);
    }

    public static SipResponse answering(SipRequest request, int status, String reason, @Nullable String toTag) {
        return answering(request.headers(), status, reason, toTag);
    }

    private static void addToTag(Headers request, String toTag, Headers.Builder headers) {
        String raw = request.first(HeaderName.TO);
        try {
            // a bare address ends at its first semicolon, so the tag never joins the URI
            if (raw != null && request.to().tag() == null) headers.set(HeaderName.TO, raw + ";tag=" + toTag);
        } catch (SipParseException e) {
            return; // a To that cannot be read goes back as it came
        }
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    /** 1 for provisional, 2 for success … 6 for global failure. */
    public int statusClass() {
        return status / 100;
    }

    public boolean isProvisional() {
        return status < 200;
    }

    public boolean isSuccess() {
        return statusClass() == 2;
    }

    public boolean isFinal() {
        return status >= 200;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public SipResponse withHeaders(Headers changed) {
        return new SipResponse(status, reason, changed, body);
    }

    /** A copy with this header alone under its name. */
    public SipResponse with(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    @Override
    public SipResponse withBody(String contentType, byte[] changed) {
        return new SipResponse(status, reason, headers.with(HeaderName.CONTENT_TYPE, contentType), changed);
    }

    @Override
    public byte[] encode() {
        var out = new WireWriter(640 + body.length);
        out.text("SIP/2.0 ")
                .text(Integer.toString(status))
                .text(" ")
                .text(reason)
                .text("\r\n");
        headers.writeTo(out, body.length);
        return out.bytes(body, 0, body.length).toBytes();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SipResponse other
                && status == other.status
                && reason.equals(other.reason)
                && headers.sameFields(other.headers)
                && Arrays.equals(body, other.body);
    }

    @Override
    public int hashCode() {
        return 31 * status + headers.hashCode();
    }

    /** The start line only. */
    @Override
    public String toString() {
        return status + " " + reason;
    }
}
