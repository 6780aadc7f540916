package org.voicesecretary.benchmarks.phones;

import org.jspecify.annotations.Nullable;

/** As much of a SIP message as a phone needs here. Not a parser for strangers: it reads what one known server writes. */
final class SipHead {
    private final String text;
    private final int status;
    private String method = "";
    private String callId = "";
    private String to = "";
    private String from = "";
    private String cseq = "";
    private @Nullable String contact;
    private final StringBuilder via = new StringBuilder();

    private SipHead(String text) {
        this.text = text;
        int lineEnd = end(text, 0);
        if (text.startsWith("SIP/2.0 ") && lineEnd >= 11) {
            status = Integer.parseInt(text.substring(8, 11));
        } else {
            status = 0;
            int space = text.indexOf(' ');
            method = space > 0 ? text.substring(0, space) : "";
        }
        int at = lineEnd + 2;
        while (at < text.length()) {
            int next = end(text, at);
            if (next == at) {
                break;
            }
            header(at, next);
            at = next + 2;
        }
    }

    static SipHead of(String text) {
        return new SipHead(text);
    }

    private void header(int from, int to) {
        int colon = text.indexOf(':', from);
        if (colon < 0 || colon > to) {
            return;
        }
        if (is(from, colon, "Via", "v")) {
            via.append("Via: ").append(text, colon + 1, to).append("\r\n");
        } else if (is(from, colon, "Call-ID", "i")) {
            callId = value(colon, to);
        } else if (is(from, colon, "To", "t")) {
            this.to = value(colon, to);
        } else if (is(from, colon, "From", "f")) {
            this.from = value(colon, to);
        } else if (is(from, colon, "CSeq", "CSeq")) {
            cseq = value(colon, to);
        } else if (is(from, colon, "Contact", "m")) {
            contact = value(colon, to);
        }
    }

    private boolean is(int from, int colon, String name, String compact) {
        int length = colon - from;
        return (length == name.length() && text.regionMatches(true, from, name, 0, length))
                || (length == compact.length() && text.regionMatches(true, from, compact, 0, length));
    }

    private String value(int colon, int end) {
        return text.substring(colon + 1, end).strip();
    }

    private static int end(String text, int from) {
        int end = text.indexOf("\r\n", from);
        return end < 0 ? text.length() : end;
    }

    /** The status of a response; 0 for a request. */
    int status() {
        return status;
    }

    /** The method of a request; of a response, that of its CSeq. */
    String method() {
        return status == 0 ? method : cseq.substring(cseq.indexOf(' ') + 1);
    }

    String callId() {
        return callId;
    }

    /** The number of the CSeq. */
    int sequence() {
        return Integer.parseInt(cseq.substring(0, cseq.indexOf(' ')));
    }

    String to() {
        return to;
    }

    /** The URI of the Contact; {@code otherwise} where there is none. */
    String target(String otherwise) {
        String named = contact;
        if (named == null) {
            return otherwise;
        }
        int open = named.indexOf('<');
        int close = named.indexOf('>');
        return open >= 0 && close > open ? named.substring(open + 1, close) : named;
    }

    /** The port of the first audio line of the body; 0 where there is none. */
    int audioPort() {
        int line = text.indexOf("\r\nm=audio ");
        if (line < 0) {
            return 0;
        }
        int from = line + 10;
        return Integer.parseInt(text.substring(from, text.indexOf(' ', from)));
    }

    /** The user part of the Request-URI; empty where there is none. */
    String requestUser() {
        int colon = text.indexOf(':');
        int at = text.indexOf('@');
        return colon >= 0 && at > colon && at < end(text, 0) ? text.substring(colon + 1, at) : "";
    }

    /** The value of a parameter in quotes of the challenge; empty where there is none. */
    String challenge(String parameter) {
        int line = text.indexOf("\r\nWWW-Authenticate:");
        int from = line < 0 ? -1 : text.indexOf(parameter + "=\"", line);
        return from < 0
                ? ""
                : text.substring(from + parameter.length() + 2, text.indexOf('"', from + parameter.length() + 2));
    }

    /**
     * An answer of a phone that is called.
     *
     * @param more further header fields, each with its end of line
     * @param body empty, or a session description
     */
    String answer(String status, String tag, String more, String body) {
        return "SIP/2.0 " + status + "\r\n" + via + "From: " + from + "\r\nTo: " + to + ";tag=" + tag + "\r\nCall-ID: "
                + callId + "\r\nCSeq: " + cseq + "\r\n" + more + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** The 200 to a request of the server. */
    String ok() {
        return "SIP/2.0 200 OK\r\n" + via + "From: " + from + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\nCSeq: "
                + cseq + "\r\nContent-Length: 0\r\n\r\n";
    }
}
