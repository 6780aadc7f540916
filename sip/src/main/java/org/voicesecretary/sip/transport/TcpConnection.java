package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.time.Timers;

/**
 * One connection, of TCP or of TLS over it, accepted or opened by us. A virtual thread reads it for as long as it lives; another one exists only while
 * something waits to be written, so {@link #send} never blocks. What cannot be written in time closes the connection.
 */
final class TcpConnection implements Flow {

    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);
    private static final int READ_BUFFER = 8 * 1024;
    private static final byte[] PING = {'\r', '\n', '\r', '\n'};

    /** What becomes of the bytes that arrive; called by the reading thread alone. */
    interface Receiver {
        /** Takes the next bytes of the stream; false when the stream has lost its framing and must be closed. */
        boolean receive(TcpConnection connection, byte[] buffer, int length);

        /** Whether a message has begun to arrive and is not whole yet. */
        boolean midMessage();
    }

    private record Unsent(byte[] bytes, Consumer<IOException> onFailure) {}

    private final ByteStream stream;
    private final InetSocketAddress remote;
    private final ListeningPoint point;
    private final boolean opener;
    private final boolean stranger;
    private final Duration idle;
    private final Receiver receiver;
    private final Timers timers;
    private final TransportLimits limits;
    private final SipCounters counters;
    private final Consumer<TcpConnection> onHeld;
    private final Consumer<TcpConnection> onClosed;

    private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();
    private int unsentBytes;
    private boolean writing = true;
    private boolean closeWhenWritten;
    private boolean closed;
    private volatile long lastByteAt;
    private volatile long messageBeganAt;
    /** Until when devices count on this connection; before now: none does. */
    private volatile long heldUntil;

    private Timers.@Nullable Timer watch;

    /**
     * @param opener whether we opened it; then {@link #start} connects first, and what is sent meanwhile waits
     * @param stranger whether the peer is nobody we know: then it is not waited for as long
     */
    TcpConnection(
            ByteStream stream,
            InetSocketAddress remote,
            ListeningPoint point,
            boolean opener,
            boolean stranger,
            Receiver receiver,
            Timers timers,
            TransportLimits limits,
            SipCounters counters,
            Consumer<TcpConnection> onHeld,
            Consumer<TcpConnection> onClosed) {
        this.stream = stream;
        this.remote = remote;
        this.point = point;
        this.opener = opener;
        this.stranger = stranger;
        this.idle = stranger ? limits.idleStranger() : limits.idle();
        this.receiver = receiver;
        this.timers = timers;
        this.limits = limits;
        this.counters = counters;
        this.onHeld = onHeld;
        this.onClosed = onClosed;
        this.lastByteAt = timers.nanoTime();
        this.heldUntil = lastByteAt;
    }

    void start() {
        counters.connectionOpened();
        Thread.ofVirtual().name("sip-" + this).start(this::live);
    }

    @Override
    public Transport transport() {
        return stream.transport();
    }

    boolean isOfStranger() {
        return stranger;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public ListeningPoint point() {
        return point;
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public void hold(Duration time) {
        synchronized (this) {
            long until = timers.nanoTime() + time.toNanos();
            if (until - heldUntil > 0) {
                heldUntil = until;
            }
        }
        onHeld.accept(this);
    }

    @Override
    public void send(byte[] message, Consumer<IOException> onFailure) {
        IOException refusal = enqueue(new Unsent(message, onFailure));
        if (refusal != null) {
            onFailure.accept(refusal);
        }
    }

    private synchronized @Nullable IOException enqueue(Unsent message) {
        if (closed) {
            return new IOException("connection " + this + " is closed");
        }
        if (unsentBytes + message.bytes.length > limits.unsentBytes()) {
            return new IOException(
                    "connection " + this + ": the peer does not read, " + unsentBytes + " bytes wait already");
        }
        unsent.add(message);
        unsentBytes += message.bytes.length;
        if (!writing) {
            writing = true;
            Thread.ofVirtual().name("sip-write-" + this).start(this::write);
        }
        return null;
    }

    private void live() {
        try {
            open();
            synchronized (this) {
                watch = timers.schedule(watchPeriod(), this::watch);
            }
            Thread.ofVirtual().name("sip-write-" + this).start(this::write);
            read();
            close(new IOException("connection " + this + " was closed by the peer"));
        } catch (IOException e) {
            close(e);
        } catch (RuntimeException | StackOverflowError e) {
            log.error("connection {} is closed for an error of ours: {}", this, e, e);
            close(new IOException("connection " + this + " failed", e));
        }
    }

    /** Connecting, and the handshake of TLS. */
    private void open() throws IOException {
        Duration patience = opener ? limits.connect() : limits.unfinishedMessage();
        var deadline = timers.schedule(
                patience,
                () -> close(new SocketTimeoutException(
                        "connection " + this + " could not be opened within " + patience.toMillis() + " ms")));
        try {
            stream.open();
        } finally {
            deadline.cancel();
        }
        lastByteAt = timers.nanoTime();
    }

    private void read() throws IOException {
        byte[] buffer = new byte[READ_BUFFER];
        while (true) {
            int length = stream.read(buffer);
            if (length < 0) {
                return;
            }
            lastByteAt = timers.nanoTime();
            counters.receivedDatagram(length);
            boolean wasMidMessage = receiver.midMessage();
            if (!receiver.receive(this, buffer, length)) {
                drainAndClose();
                return;
            }
            if (!wasMidMessage || !receiver.midMessage()) {
                messageBeganAt = lastByteAt;
            }
        }
    }

    /** The stream is lost, but an answer that says why may still wait to be written. */
    private void drainAndClose() throws IOException {
        synchronized (this) {
            if (!writing) {
                throw new IOException("connection " + this + " lost its framing");
            }
            closeWhenWritten = true;
        }
        byte[] ignored = new byte[READ_BUFFER];
        while (stream.read(ignored) >= 0) {
            // What follows a broken message cannot be told apart any more.
        }
    }

    private void write() {
        while (true) {
            Unsent next = nextUnsent();
            if (next == null) {
                return;
            }
            var deadline = timers.schedule(
                    limits.write(),
                    () -> close(new SocketTimeoutException("connection " + this + ": the peer did not read for "
                            + limits.write().toMillis() + " ms")));
            try {
                stream.write(next.bytes);
                counters.sent(next.bytes.length);
            } catch (IOException e) {
                next.onFailure.accept(e);
                close(e);
                return;
            } finally {
                deadline.cancel();
            }
        }
    }

    private @Nullable Unsent nextUnsent() {
        boolean last = false;
        synchronized (this) {
            Unsent next = unsent.poll();
            if (next != null) {
                unsentBytes -= next.bytes.length;
                return next;
            }
            writing = false;
            last = closeWhenWritten;
        }
        if (last) {
            close(new IOException("connection " + this + " lost its framing"));
        }
        return null;
    }

    private Duration watchPeriod() {
        Duration period = idle.compareTo(limits.unfinishedMessage()) < 0 ? idle : limits.unfinishedMessage();
        return !limits.keepAlive().isZero() && limits.keepAlive().compareTo(period) < 0 ? limits.keepAlive() : period;
    }

    /** Looks after the connection from time to time: idle, a message that never ends, the next ping. */
    private void watch() {
        long now = timers.nanoTime();
        boolean held = heldUntil - now > 0;
        if (!held && now - lastByteAt >= idle.toNanos()) {
            close(new SocketTimeoutException("connection " + this + " was idle for " + idle.toSeconds() + " s"));
            return;
        }
        if (receiver.midMessage()
                && now - messageBeganAt >= limits.unfinishedMessage().toNanos()) {
            close(new SocketTimeoutException("connection " + this + ": a message did not arrive whole within "
                    + limits.unfinishedMessage().toSeconds() + " s"));
            return;
        }
        // A device that says nothing by itself is kept in reach, and found out where it has gone.
        if ((opener || held)
                && !limits.keepAlive().isZero()
                && now - lastByteAt >= limits.keepAlive().toNanos()) {
            send(PING, e -> {});
        }
        synchronized (this) {
            if (!closed) {
                watch = timers.schedule(watchPeriod(), this::watch);
            }
        }
    }

    void close(IOException reason) {
        Unsent[] lost;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            lost = unsent.toArray(Unsent[]::new);
            unsent.clear();
            if (watch != null) {
                watch.cancel();
            }
        }
        log.debug("{}", reason.getMessage());
        counters.connectionClosed();
        try {
            stream.close();
        } catch (IOException e) {
            log.debug("closing {}: {}", this, e.toString());
        }
        onClosed.accept(this);
        for (Unsent message : lost) {
            message.onFailure.accept(reason);
        }
    }

    @Override
    public String toString() {
        return transport().parameter() + ":" + HostPort.bracketed(remote.getAddress()) + ":" + remote.getPort();
    }
}
