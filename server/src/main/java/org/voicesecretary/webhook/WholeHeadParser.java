package org.voicesecretary.webhook;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the head of a response and insists on its end. The parser of the library takes a connection that closes in the
 * middle of the head for the end of the head, and so a broken reply for an empty one.
 */
final class WholeHeadParser extends LenientHttpResponseParser {
    WholeHeadParser(Http1Config config) {
        super(config);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream stream) throws IOException, HttpException {
        return super.parse(new Lines(buffer), stream);
    }

    /** The lines of one head: between the first line and the empty one the connection must not end. */
    private static final class Lines implements SessionInputBuffer {
        private final SessionInputBuffer buffer;
        private boolean begun;

        private Lines(SessionInputBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int readLine(CharArrayBuffer line, InputStream stream) throws IOException {
            int length = buffer.readLine(line, stream);
            if (length < 0 && begun) {
                throw new ConnectionClosedException("connection closed in the middle of the response header");
            }
            begun = true;
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
