package org.voicesecretary.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One part of a multipart body (RFC 2046 §5.1, RFC 5621): carriers put the SDP beside ISUP or a location.
 *
 * @param headers of the part, e.g. Content-Type, Content-Disposition
 * @param type of the part; {@code text/plain} where it does not say
 * @param body the bytes between its header fields and the next boundary
 */
public record BodyPart(Headers headers, MediaType type, byte[] body) {
    private static final int MAX_PARTS = 32;
    private static final MediaType PLAIN = new MediaType("text", "plain", Params.NONE);

    static boolean isMultipart(MediaType type) {
        return type.is("multipart/mixed") || type.is("multipart/alternative") || type.is("multipart/related");
    }

    /** The parts of the message's body; empty where it is no multipart or is malformed. */
    public static List<BodyPart> of(SipMessage message) {
        MediaType type = message.contentType().orElse(null);
        if (type == null || !isMultipart(type)) return List.of();
        String boundary = type.params().value("boundary");
        if (boundary == null || boundary.isEmpty()) return List.of();
        return split(message.body(), ("--" + boundary).getBytes(StandardCharsets.UTF_8));
    }

    /** The body of this type: the whole one, or the first such part of a multipart body. */
    public static Optional<byte[]> find(SipMessage message, String essence) {
        MediaType type = message.contentType().orElse(null);
        if (type == null || message.body().length == 0) return Optional.empty();
        if (type.is(essence)) return Optional.of(message.body());
        for (BodyPart part : of(message)) {
            if (part.type.is(essence)) return Optional.of(part.body);
        }
        return Optional.empty();
    }

    private static List<BodyPart> split(byte[] body, byte[] delimiter) {
        var parts = new ArrayList<BodyPart>();
        int at = nextDelimiter(body, delimiter, 0);
        while (at >= 0 && parts.size() < MAX_PARTS) {
            int start = at + delimiter.length;
            if (start + 1 < body.length && body[start] == '-' && body[start + 1] == '-') break;
            while (start < body.length && body[start] != '\n') start++; // transport padding and the line end
            int next = nextDelimiter(body, delimiter, start);
            if (next < 0) break; // a part without its end is none
            parts.add(read(body, Math.min(start + 1, next), next));
            at = next;
        }
        return parts;
    }

    private static BodyPart read(byte[] body, int start, int next) {
        int end = next;
        if (end > start && body[end - 1] == '\n') end--; // the line end belongs to the delimiter
        if (end > start && body[end - 1] == '\r') end--;
        Head head = Head.readFields(body, start, end, ParserLimits.DEFAULT);
        MediaType type = type(head.headers().first(HeaderName.CONTENT_TYPE));
        return new BodyPart(head.headers(), type, Arrays.copyOfRange(body, head.end(), Math.max(head.end(), end)));
    }

    private static MediaType type(@Nullable String value) {
        if (value == null) return PLAIN;
        try {
            return MediaType.parse(value);
        } catch (SipParseException e) {
            return new MediaType("application", "octet-stream", Params.NONE); // RFC 2045 §5.2
        }
    }

    /** Where a line begins with the delimiter, or -1. */
    private static int nextDelimiter(byte[] body, byte[] delimiter, int from) {
        for (int i = from; i + delimiter.length <= body.length; i++) {
            if (i > 0 && body[i - 1] != '\n') continue;
            if (Arrays.equals(body, i, i + delimiter.length, delimiter, 0, delimiter.length)) return i;
        }
        return -1;
    }
}
