package org.voicesecretary.sip.message;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads SIP messages (RFC 3261 §7, §25). The start line and Via, From, To, Call-ID, CSeq and Content-Length are
 * checked; every other field stays text until it is asked for.
 */
public final class SipParser {
    private SipParser() {}

    /** Reads the one message of a datagram; what follows its body is ignored (RFC 3261 §18.3). */
    public static SipMessage parseDatagram(byte[] buf, int off, int len) throws SipParseException {
        return parseDatagram(buf, off, len, ParserLimits.DEFAULT);
    }

    public static SipMessage parseDatagram(byte[] buf, int off, int len, ParserLimits limits) throws SipParseException {
        int end = off + len;
        int start = off;
        while (start < end && (buf[start] == '\r' || buf[start] == '\n')) start++; // RFC 3261 §7.5
        if (start == end) throw new SipParseException("datagram is empty");
        Head head = Head.read(buf, start, end, limits);
        byte[] body = SipRequest.NO_BODY;
        SipParseException framing = null;
        try {
            int length = head.contentLength();
            if (length < 0) length = end - head.end();
            if (length > end - head.end()) {
                throw new SipParseException(
                        400,
                        "Content-Length Exceeds Datagram",
                        "Content-Length: " + length + " is more than the datagram holds: " + (end - head.end()));
            }
            if (length > limits.maxBodyBytes()) throw bodyTooLarge(length, limits);
            if (length > 0) body = Arrays.copyOfRange(buf, head.end(), head.end() + length);
        } catch (SipParseException e) {
            framing = e;
        }
        return assemble(head, body, framing);
    }

    static SipParseException bodyTooLarge(int length, ParserLimits limits) {
        return new SipParseException(
                413,
                "Request Entity Too Large",
                "body is too long: " + length + " bytes, at most " + limits.maxBodyBytes());
    }

    /** Makes the message, or says what is wrong with it first: start line, fields, then framing. */
    static SipMessage assemble(Head head, byte[] body, @Nullable SipParseException framing) throws SipParseException {
        String line = head.startLine();
        if (line.regionMatches(true, 0, "SIP/", 0, 4)) return response(head, body, framing);
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        try {
            return request(line, first, last, head, body, framing);
        } catch (SipParseException e) {
            throw e.about(new PartialRequest(
                    first < 0 ? line : line.substring(0, first),
                    first < last ? line.substring(first + 1, last) : "",
                    head.headers()));
        }
    }

    private static SipRequest request(
            String line, int first, int last, Head head, byte[] body, @Nullable SipParseException framing)
            throws SipParseException {
        if (first <= 0 || first == last) throw badRequestLine(line);
        String version = line.substring(last + 1);
        if (!version.equalsIgnoreCase("SIP/2.0")) {
            if (isSipVersion(version)) {
                throw new SipParseException( // RFC 3261 §21.5.6
                        505,
                        "Version Not Supported",
                        "version is unknown: " + SipParseException.shown(version) + ", expected SIP/2.0");
            }
            throw badRequestLine(line);
        }
        String uriText = line.substring(first + 1, last);
        for (int i = 0; i < uriText.length(); i++) {
            if (Grammar.isWhitespace(uriText.charAt(i))) throw badRequestLine(line);
        }
        if (!Grammar.isToken(line.substring(0, first))) throw badRequestLine(line);
        Method method = Method.parse(line.substring(0, first));
        Uri uri;
        try {
            uri = Uri.parse(uriText);
        } catch (SipParseException e) {
            throw new SipParseException(400, "Bad Request-URI", "Request-URI: " + e.getMessage());
        }
        checkFields(head, framing);
        return new SipRequest(method, uri, head.headers(), body);
    }

    private static SipResponse response(Head head, byte[] body, @Nullable SipParseException framing)
            throws SipParseException {
        String line = head.startLine();
        int space = line.indexOf(' ');
        int end = space < 0 ? -1 : line.indexOf(' ', space + 1);
        if (end < 0) end = line.length(); // some leave out the space before an empty reason
        long status = space < 0 ? -1 : Grammar.number(line.substring(space + 1, end), 699);
        if (!line.regionMatches(true, 0, "SIP/2.0 ", 0, 8) || end - space != 4 || status < 100) {
            throw new SipParseException("Status-Line is malformed: " + SipParseException.shown(line)
                    + ", expected SIP/2.0, a status from 100 to 699 and a reason");
        }
        checkFields(head, framing);
        String reason = end < line.length() ? line.substring(end + 1) : "";
        return new SipResponse((int) status, reason.replace('\r', ' '), head.headers(), body);
    }

    private static void checkFields(Head head, @Nullable SipParseException framing) throws SipParseException {
        Headers headers = head.headers();
        if (head.problem() != null) throw head.problem();
        headers.topVia();
        headers.from();
        headers.to();
        headers.callId();
        headers.cseq();
        // a missing empty line comes last: whoever cut the message short had other faults to be told about first
        if (!head.complete())
            throw new SipParseException("header fields do not end: expected an empty line after them");
        if (framing != null) throw framing;
    }

    private static boolean isSipVersion(String version) {
        String upper = version.toUpperCase(Locale.ROOT);
        if (!upper.startsWith("SIP/") || upper.length() < 7) return false;
        for (int i = 4; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (!Grammar.isDigit(c) && c != '.') return false;
        }
        return true;
    }

    private static SipParseException badRequestLine(String line) {
        return new SipParseException(
                400,
                "Malformed Request-Line",
                "Request-Line is malformed: " + SipParseException.shown(line)
                        + ", expected METHOD URI SIP/2.0 with one space between them");
    }
}
