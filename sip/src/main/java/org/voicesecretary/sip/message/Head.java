package org.voicesecretary.sip.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Start line and header fields of one message, as far as they could be read. The first problem is kept, and reading
 * goes on: an answer needs the fields behind it.
 *
 * @param startLine without its line end
 * @param headers what was readable
 * @param end index of the first byte of the body
 * @param complete whether the empty line was there
 * @param problem the first thing that was wrong, or null
 */
record Head(
        String startLine,
        Headers headers,
        int end,
        boolean complete,
        @Nullable SipParseException problem) {

    static Head read(byte[] buf, int start, int limit, ParserLimits limits) {
        return new Reader(buf, start, limit, limits).read(true);
    }

    /** Reads header fields that follow no start line: those of a part of a multipart body. */
    static Head readFields(byte[] buf, int start, int limit, ParserLimits limits) {
        return new Reader(buf, start, limit, limits).read(false);
    }

    /** The value of Content-Length; -1 where there is none. */
    int contentLength() throws SipParseException {
        int count = headers.count(HeaderName.CONTENT_LENGTH);
        if (count == 0) return -1;
        if (count > 1) {
            throw new SipParseException(
                    400,
                    "Repeated Content-Length Header",
                    "Content-Length is there " + count + " times, expected once");
        }
        String value = String.valueOf(headers.first(HeaderName.CONTENT_LENGTH));
        long length = Grammar.number(value, Integer.MAX_VALUE);
        if (length < 0) {
            throw new SipParseException("number is malformed: " + SipParseException.shown(value) + ", expected 0 to "
                            + Integer.MAX_VALUE)
                    .in(HeaderName.CONTENT_LENGTH);
        }
        return (int) length;
    }

    private static final class Reader {
        private final byte[] raw;
        private final int limit;
        private final ParserLimits limits;
        private final int base;
        private int at;
        private String[] names = new String[16];
        private @Nullable String[] values = new @Nullable String[16];
        private int[] spans = new int[32];
        private int size;
        private @Nullable SipParseException problem;

        /** Copies the head: the receiver reuses its buffer while values are still to be read. */
        Reader(byte[] buf, int start, int limit, ParserLimits limits) {
            int end = headEnd(buf, start, limit);
            this.base = start;
            this.raw = Arrays.copyOfRange(buf, start, Math.min(end, start + limits.maxHeadBytes()));
            this.limit = raw.length;
            this.limits = limits;
            if (end - start > limits.maxHeadBytes()) {
                note(new SipParseException(
                        513,
                        "Message Too Large",
                        "header fields are too long: more than " + limits.maxHeadBytes() + " bytes"));
            }
        }

        private static int headEnd(byte[] buf, int start, int limit) {
            for (int i = start; i < limit; i++) {
                if (buf[i] != '\n') continue;
                if (i + 1 < limit && buf[i + 1] == '\n') return i + 2;
                if (i + 2 < limit && buf[i + 1] == '\r' && buf[i + 2] == '\n') return i + 3;
            }
            return limit;
        }

        Head read(boolean hasStartLine) {
            String startLine = hasStartLine ? startLine() : "";
            boolean complete = false;
            while (at < limit && !complete) {
                int end = lineEnd(at);
                if (withoutCr(at, end) == at) {
                    complete = end < limit;
                    at = next(end);
                } else {
                    readField(end);
                }
            }
            return new Head(startLine, new Headers(names, values, raw, spans, size), base + at, complete, problem);
        }

        private String startLine() {
            int end = lineEnd(at);
            int stop = withoutCr(at, end);
            if (stop - at > limits.maxLineBytes()) {
                note(new SipParseException(
                        414,
                        "Request-URI Too Long",
                        "start line is too long: " + (stop - at) + " bytes, at most " + limits.maxLineBytes()));
            }
            String line = Headers.decode(raw, at, stop);
            at = next(end);
            return line;
        }

        /** Reads one field from {@code at} on, with the lines folded into it, and moves behind it. */
        private void readField(int firstEnd) {
            int start = at;
            int end = firstEnd;
            boolean folded = false;
            int following = next(end);
            while (following < limit && Grammar.isWhitespace(raw[following])) { // RFC 3261 §7.3.1
                folded = true;
                end = lineEnd(following);
                following = next(end);
            }
            at = following;
            int stop = withoutCr(start, end);
            if (stop - start > limits.maxLineBytes()) {
                note(new SipParseException(
                        513,
                        "Message Too Large",
                        "header field is too long: " + (stop - start) + " bytes, at most " + limits.maxLineBytes()));
                return;
            }
            int colon = start;
            while (colon < stop && Grammar.isTokenChar(raw[colon])) colon++;
            int nameEnd = colon;
            while (colon < stop && Grammar.isWhitespace(raw[colon])) colon++;
            if (nameEnd == start || colon >= stop || raw[colon] != ':') {
                note(new SipParseException("header line is malformed: "
                        + SipParseException.shown(Headers.decode(raw, start, stop)) + ", expected NAME: VALUE"));
                return;
            }
            addField(HeaderName.canonical(raw, start, nameEnd), colon + 1, stop, folded);
        }

        private void addField(String name, int valueStart, int valueEnd, boolean folded) {
            if (size >= limits.maxHeaders()) {
                note(new SipParseException(
                        513, "Message Too Large", "there are too many header fields: at most " + limits.maxHeaders()));
                return;
            }
            int start = valueStart;
            int end = valueEnd;
            while (start < end && isBlank(raw[start])) start++;
            while (end > start && isBlank(raw[end - 1])) end--;
            if (size == names.length) {
                names = Arrays.copyOf(names, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
                spans = Arrays.copyOf(spans, 4 * size);
            }
            names[size] = name;
            spans[2 * size] = start;
            spans[2 * size + 1] = end;
            if (folded || hasCr(start, end)) values[size] = unfolded(name, start, end);
            size++;
        }

        private static boolean isBlank(byte b) {
            return b == ' ' || b == '\t' || b == '\r' || b == '\n';
        }

        private boolean hasCr(int start, int end) {
            for (int i = start; i < end; i++) {
                if (raw[i] == '\r') return true;
            }
            return false;
        }

        /** A line end with the white space around it is one space. A carriage return alone is no line end. */
        private String unfolded(String name, int start, int end) {
            var out = new byte[end - start];
            int n = 0;
            for (int i = start; i < end; i++) {
                byte b = raw[i];
                if (b != '\r' && b != '\n') {
                    out[n++] = b;
                    continue;
                }
                if (b == '\r' && (i + 1 >= end || raw[i + 1] != '\n')) {
                    note(new SipParseException("carriage return stands alone, expected it before a line feed")
                            .in(name));
                    out[n++] = ' ';
                    continue;
                }
                while (n > 0 && Grammar.isWhitespace(out[n - 1])) n--;
                while (i + 1 < end && isBlank(raw[i + 1])) i++;
                out[n++] = ' ';
            }
            return Headers.decode(out, 0, n);
        }

        private void note(SipParseException found) {
            if (problem == null) problem = found;
        }

        /** Index of the line feed that ends the line, or the limit. A bare line feed is taken as a line end too. */
        private int lineEnd(int from) {
            int i = from;
            while (i < limit && raw[i] != '\n') i++;
            return i;
        }

        private int withoutCr(int start, int end) {
            return end > start && raw[end - 1] == '\r' ? end - 1 : end;
        }

        private int next(int lineEnd) {
            return Math.min(lineEnd + 1, limit);
        }
    }
}
