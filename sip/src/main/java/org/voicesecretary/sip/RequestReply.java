package org.voicesecretary.sip;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.Headers;

/**
 * An answer to a request that needs no state of its own.
 *
 * @param status 200 to 699
 * @param headers further header fields, in order
 * @param contentType null where there is no body
 */
public record RequestReply(
        int status,
        String reason,
        List<HeaderField> headers,
        @Nullable String contentType,
        byte[] body) {

    private static final byte[] NO_BODY = {};

    /** @param value as it stands on the wire; no line breaks */
    public record HeaderField(String name, String value) {}

    public static RequestReply of(int status, String reason, HeaderField... headers) {
        return new RequestReply(status, reason, List.of(headers), null, NO_BODY);
    }

    public static RequestReply of(int status, String reason, Headers headers) {
        var fields = new HeaderField[headers.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new HeaderField(headers.name(i), headers.value(i));
        }
        return of(status, reason, fields);
    }

    public static RequestReply ok() {
        return of(200, "OK");
    }
}
