package org.voicesecretary.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.voicesecretary.sip.message.MediaType;
import org.voicesecretary.sip.message.SipMessage;

/** The session description in the body of a message; trunks wrap it into multipart/mixed together with ISUP. */
final class SessionBody {

    private static final byte[] NONE = {};
    private static final int MAX_PARTS = 16;

    private SessionBody() {}

    /** The bytes of application/sdp, alone or as one part of several; empty where there is none. */
    static byte[] of(SipMessage message) {
        byte[] body = message.body();
        if (body.length == 0) {
            return NONE;
        }
        Optional<MediaType> type = message.contentType();
        // A body without a type is what some peers send; SDP is all it can be here.
        if (type.isEmpty() || type.get().is(Capabilities.SDP)) {
            return body;
        }
        String boundary = type.get().params().value("boundary");
        return type.get().type().equals("multipart") && boundary != null ? part(body, boundary) : NONE;
    }

    /** RFC 2046 §5.1.1, as far as it is needed: the first part that is application/sdp. */
    private static byte[] part(byte[] body, String boundary) {
        // Latin-1 keeps a character per byte, so that positions in the text are positions in the body.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary;
        int start = text.indexOf(delimiter);
        for (int parts = 0; start >= 0 && parts < MAX_PARTS; parts++) {
            int from = start + delimiter.length();
            int next = text.indexOf(delimiter, from);
            int end = next < 0 ? text.length() : next;
            int head = text.indexOf("\r\n\r\n", from);
            if (head >= 0 && head < end && isSdp(text.substring(from, head))) {
                int last = text.startsWith("\r\n", end - 2) && end - 2 > head ? end - 2 : end;
                return Arrays.copyOfRange(body, Math.min(head + 4, last), last);
            }
            start = next;
        }
        return NONE;
    }

    private static boolean isSdp(String head) {
        for (String line : head.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).strip().equalsIgnoreCase("Content-Type")
                    && line.substring(colon + 1)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .startsWith(Capabilities.SDP)) {
                return true;
            }
        }
        return false;
    }
}
