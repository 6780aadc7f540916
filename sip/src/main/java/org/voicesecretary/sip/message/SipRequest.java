package org.voicesecretary.sip.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A request; always of SIP/2.0. Equality does not look at Content-Length. */
public final class SipRequest implements SipMessage {
    static final byte[] NO_BODY = new byte[0];

    private final Method method;
    private final Uri uri;
    private final Headers headers;
    private final byte[] body;

    public SipRequest(Method method, Uri uri, Headers headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    public SipRequest(Method method, Uri uri, Headers headers) {
        this(method, uri, headers, NO_BODY);
    }

    public Method method() {
        return method;
    }

    /** The Request-URI. */
    public Uri uri() {
        return uri;
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
    public SipRequest withHeaders(Headers changed) {
        return new SipRequest(method, uri, changed, body);
    }

    /** A copy with this header alone under its name. */
    public SipRequest with(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public SipRequest withUri(Uri changed) {
        return new SipRequest(method, changed, headers, body);
    }

    public SipRequest withTopVia(Via via) {
        return withHeaders(headers.withTopVia(via));
    }

    @Override
    public SipRequest withBody(String contentType, byte[] changed) {
        return new SipRequest(method, uri, headers.with(HeaderName.CONTENT_TYPE, contentType), changed);
    }

    @Override
    public byte[] encode() {
        var out = new WireWriter(640 + body.length);
        out.text(method.name()).text(" ").text(uri.text()).text(" SIP/2.0\r\n");
        headers.writeTo(out, body.length);
        return out.bytes(body, 0, body.length).toBytes();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SipRequest other
                && method.equals(other.method)
                && uri.equals(other.uri)
                && headers.sameFields(other.headers)
                && Arrays.equals(body, other.body);
    }

    @Override
    public int hashCode() {
        return 31 * method.hashCode() + headers.hashCode();
    }

    /** The start line only. */
    @Override
    public String toString() {
        return method + " " + uri.text();
    }
}
