package org.voicesecretary.webhook;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the heads of the responses of one connection and insists on their ends. The parser of the library takes a connection that
 * closes in the middle of the head for the end of the head, and so a broken reply for an empty one; it would take what is left over
 * from one response for the next one, and read on for ever where no head comes.
 */
final class WholeHeadParser extends LenientHttpResponseParser {
    /** Lines that may come before a head, or in it. */
    private static final int MOST_LINES = 300;
    /** Informational responses before the one that was asked for. */
    private static final int MOST_INFORMATIONAL = 20;

    private int informational;

    WholeHeadParser(Http1Config config) {
        super(config);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream stream) throws IOException, HttpException {
        // Whoever asks has just sent a request: nothing is read for it yet, except behind an informational response.
        if (informational == 0 && buffer.length() > 0) {
            throw new ConnectionClosedException("the server sent more than one response to the last request");
        }
        ClassicHttpResponse response = super.parse(new Lines(buffer), stream);
        informational = response != null && response.getCode() < 200 ? informational + 1 : 0;
        if (informational > MOST_INFORMATIONAL) {
            throw new MessageConstraintException("more than " + MOST_INFORMATIONAL + " informational responses");
        }
        return response;
    }

    /** The lines of one head: between the first line and the empty one the connection must not end. */
    private static final class Lines implements SessionInputBuffer {
        private final SessionInputBuffer buffer;
        private int lines;

        private Lines(SessionInputBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int readLine(CharArrayBuffer line, InputStream stream) throws IOException {
            int length = buffer.readLine(line, stream);
            if (length < 0 && lines > 0) {
                throw new ConnectionClosedException("connection closed in the middle of the response header");
            }
            if (++lines > MOST_LINES) {
                throw new MessageConstraintException("more than " + MOST_LINES + " lines, and no end of a header");
            }
            return length;
        }

        @Override
        public int length() {
            return buffer.length();
        }

        @Override
        public int capacity() {
            return buffer.capacity();
        }

        @Override
        public int available() {
            return buffer.available();
        }

        @Override
        public int read(byte[] target, int offset, int length, InputStream stream) throws IOException {
            return buffer.read(target, offset, length, stream);
        }

        @Override
        public int read(byte[] target, InputStream stream) throws IOException {
            return buffer.read(target, stream);
        }

        @Override
        public int read(InputStream stream) throws IOException {
            return buffer.read(stream);
        }

        @Override
        public HttpTransportMetrics getMetrics() {
            return buffer.getMetrics();
        }
    }
}
