package org.voicesecretary.sip.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into SIP messages by Content-Length (RFC 3261 §18.3) and notices keep-alives (RFC 5626 §3.5.1).
 * Give it bytes as they come, then take events until there is none. Not for use by two threads at once.
 */
public final class SipStreamParser {
    /** What was found in the stream. */
    public sealed interface Event {
        record Message(SipMessage message) implements Event {}

        /**
         * A message that is not as it should be.
         *
         * @param fatal the end of the message cannot be told: answer, then close the connection
         */
        record Malformed(SipParseException problem, boolean fatal) implements Event {}

        /** Two line ends: answer with one. */
        record Ping() implements Event {}

        /** One line end: the answer to a ping of ours, or the first half of the peer's. */
        record Pong() implements Event {}
    }

    private static final int INITIAL = 2048;

    private final ParserLimits limits;
    private byte[] buf = new byte[INITIAL];
    private int start;
    private int end;

    /** Where the search for the end of the header fields goes on; never before start. */
    private int scanned;

    private boolean afterPong;
    private boolean dead;

    /** The head whose body is still coming. */
    private @Nullable Head head;

    private int bodyLength;

    public SipStreamParser() {
        this(ParserLimits.DEFAULT);
    }

    public SipStreamParser(ParserLimits limits) {
        this.limits = limits;
    }

    /** Whether a message has begun and is not complete; a connection that stays so for long is broken. */
    public boolean midMessage() {
        return !dead && (head != null || end > start);
    }

    /** Adds bytes; ignored after a fatal event. */
    public void feed(byte[] from, int off, int len) {
        if (dead) return;
        if (end + len > buf.length) makeRoom(len);
        System.arraycopy(from, off, buf, end, len);
        end += len;
    }

    private void makeRoom(int more) {
        int live = end - start;
        byte[] target = live + more > buf.length ? new byte[Math.max(buf.length * 2, live + more)] : buf;
        System.arraycopy(buf, start, target, 0, live);
        buf = target;
        scanned -= start;
        start = 0;
        end = live;
    }

    /** The next event, or null where more bytes are needed. */
    public @Nullable Event next() {
        if (dead) return null;
        if (head == null) {
            Event keepAlive = keepAlive();
            if (keepAlive != null) return keepAlive;
            int headEnd = findHeadEnd();
            if (headEnd < 0) return unfinishedHead();
            afterPong = false;
            Head read = Head.read(buf, start, headEnd, limits);
            start = scanned = headEnd;
            Event malformed = frame(read);
            if (malformed != null) return malformed;
        }
        return body();
    }

    private @Nullable Event keepAlive() {
        while (end > start) {
            if (buf[start] == '\n') {
                start++;
            } else if (buf[start] == '\r') {
                if (end - start < 2) return null;
                if (buf[start + 1] != '\n') return null;
                start += 2;
            } else {
                return null;
            }
            scanned = start;
            afterPong = !afterPong;
            return afterPong ? new Event.Pong() : new Event.Ping();
        }
        shrink();
        return null;
    }

    /** Gives back what a large message took. */
    private void shrink() {
        if (start == end && buf.length > 8 * INITIAL) buf = new byte[INITIAL];
        if (start == end) start = end = scanned = 0;
    }

    /** The index behind the empty line, or -1. */
    private int findHeadEnd() {
        for (int i = Math.max(scanned, start); i < end; i++) {
            if (buf[i] != '\n') continue;
            boolean crlf = i - 2 >= start && buf[i - 1] == '\r' && buf[i - 2] == '\n';
            boolean lf = i - 1 >= start && buf[i - 1] == '\n';
            if (crlf || lf) return i + 1;
        }
        scanned = end;
        return -1;
    }

    private @Nullable Event unfinishedHead() {
        if (end - start > limits.maxHeadBytes()) return refuseHead(end);
        return null;
    }

    private Event refuseHead(int upTo) {
        Head read = Head.read(buf, start, upTo, limits);
        return fatal(malformed(
                read,
                new SipParseException(
                        513,
                        "Message Too Large",
                        "header fields are too long: more than " + limits.maxHeadBytes() + " bytes")));
    }

    /** Learns the length of the body; an event where it cannot be told. */
    private @Nullable Event frame(Head read) {
        try {
            int length = read.contentLength();
            if (length < 0) {
                throw new SipParseException( // RFC 3261 §18.3
                        400, "Missing Content-Length Header", "Content-Length is missing, expected it on a stream");
            }
            if (length > limits.maxBodyBytes()) throw SipParser.bodyTooLarge(length, limits);
            head = read;
            bodyLength = length;
            return null;
        } catch (SipParseException e) {
            return fatal(malformed(read, e));
        }
    }

    /** The problem that goes to the peer: one of the message itself if there is one, else the framing. */
    private static SipParseException malformed(Head read, SipParseException framing) {
        try {
            SipParser.assemble(read, SipRequest.NO_BODY, framing);
            return framing;
        } catch (SipParseException e) {
            return e;
        }
    }

    private Event fatal(SipParseException problem) {
        dead = true;
        buf = SipRequest.NO_BODY;
        start = end = scanned = 0;
        return new Event.Malformed(problem, true);
    }

    private @Nullable Event body() {
        Head read = head;
        if (read == null || end - start < bodyLength) return null;
        byte[] body = bodyLength == 0 ? SipRequest.NO_BODY : Arrays.copyOfRange(buf, start, start + bodyLength);
        start += bodyLength;
        scanned = start;
        head = null;
        shrink();
        try {
            return new Event.Message(SipParser.assemble(read, body, null));
        } catch (SipParseException e) {
            return new Event.Malformed(e, false);
        }
    }
}
