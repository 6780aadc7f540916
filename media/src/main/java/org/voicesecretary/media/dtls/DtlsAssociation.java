package org.voicesecretary.media.dtls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.srtp.SrtpKeys;

/**
 * One DTLS association, of which we are the server: a virtual thread that begins with the first datagram, hands over the keys, and then
 * answers what is repeated until the other side says goodbye or {@link #close} is called. The media loop only puts datagrams in.
 */
public final class DtlsAssociation implements AutoCloseable {

    /** What comes of it; called on the association's thread. */
    public interface Listener {
        /** The handshake is over. */
        void onKeys(SrtpKeys keys);

        /** No keys came of it, in words for the log. */
        void onFailure(String why);

        /** The other side has ended the association. */
        void onClosed();
    }

    private static final Logger log = LoggerFactory.getLogger(DtlsAssociation.class);
    /** A flight of the handshake is a handful of datagrams; what does not fit is repeated. */
    private static final int MAX_WAITING = 32;

    private static final int LARGEST = 2_048;
    /** Fits every path that carries RTP. */
    private static final int LARGEST_SENT = 1_200;

    private static final int POLL_MILLIS = 30_000;

    private final DtlsIdentity identity;
    private final Fingerprint expected;
    private final Consumer<byte[]> out;
    private final Listener listener;
    private final BlockingQueue<byte[]> in = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean over;
    private volatile @Nullable Thread thread;

    /**
     * An association to come.
     *
     * @param expected of the certificate that the other side must show
     * @param out sends a datagram to the other side; called on the association's thread
     */
    public DtlsAssociation(DtlsIdentity identity, Fingerprint expected, Consumer<byte[]> out, Listener listener) {
        this.identity = identity;
        this.expected = expected;
        this.out = out;
        this.listener = listener;
    }

    /** Whether a datagram is DTLS by its first byte (RFC 7983 §7). */
    public static boolean isDtls(ByteBuffer packet) {
        int first = packet.hasRemaining() ? packet.get(packet.position()) & 0xff : 0;
        return first >= 20 && first <= 63;
    }

    /** A datagram of the other side. Never blocks. */
    public void onPacket(ByteBuffer packet) {
        if (closed || packet.remaining() > LARGEST) {
            return;
        }
        byte[] bytes = new byte[packet.remaining()];
        packet.get(packet.position(), bytes);
        boolean _ = in.offer(bytes); // what does not fit is lost, as on the way: the other side repeats
        if (begun.compareAndSet(false, true)) {
            thread = Thread.ofVirtual().name("dtls").start(this::run);
        }
    }

    private void run() {
        DtlsServer server = new DtlsServer(new BcTlsCrypto(new SecureRandom()), identity, expected);
        DTLSTransport transport;
        try {
            transport = new DTLSServerProtocol().accept(server, new Datagrams());
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                listener.onFailure("the DTLS handshake failed: " + e.getMessage());
            }
            return;
        }
        server.keys().ifPresent(listener::onKeys);
        attend(transport);
    }

    private void attend(DTLSTransport transport) {
        byte[] buffer = new byte[LARGEST];
        try {
            while (!closed && !over) {
                // nobody sends data here, but a lost last flight is asked for again, and a goodbye comes this way
                transport.receive(buffer, 0, buffer.length, POLL_MILLIS);
            }
            transport.close();
        } catch (IOException | RuntimeException e) {
            log.debug("DTLS ends: {}", e.toString());
        }
        if (!closed) {
            listener.onClosed();
        }
    }

    /** Ends it, with a goodbye where there is something to end. Does not wait. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private static final class InterruptedIo extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** The sockets as the library sees them. */
    private final class Datagrams implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return LARGEST;
        }

        @Override
        public int getSendLimit() {
            return LARGEST_SENT;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            if (over) { // else the library would wait its whole time for the next datagram
                throw new EOFException("the association has ended");
            }
            try {
                byte[] next = in.poll(waitMillis, TimeUnit.MILLISECONDS);
                if (next == null) {
                    return -1;
                }
                int count = Math.min(next.length, length);
                System.arraycopy(next, 0, buffer, offset, count);
                return count;
            } catch (InterruptedException e) {
                throw new InterruptedIo();
            }
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            out.accept(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void close() {
            over = true; // the library got a goodbye or an alert; the sockets belong to the session
        }
    }
}
