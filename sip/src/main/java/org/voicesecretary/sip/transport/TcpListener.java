package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.time.Timers;

/** Accepts connections and gives them away. */
final class TcpListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpListener.class);
    private static final int BACKLOG = 1_024;
    /** Between two failing accepts, so that a full file table does not cost a core as well. */
    private static final long PAUSE_NANOS = 50_000_000L;

    private final ServerSocketChannel channel;
    private final ListeningPoint point;
    private final RateLimitedLog complaints;
    private final BiConsumer<SocketChannel, ListeningPoint> onAccepted;
    private final Thread acceptor;

    private TcpListener(
            Transport transport,
            ServerSocketChannel channel,
            Timers timers,
            BiConsumer<SocketChannel, ListeningPoint> onAccepted)
            throws IOException {
        this.channel = channel;
        this.point = new ListeningPoint(transport, (InetSocketAddress) channel.getLocalAddress());
        this.complaints = new RateLimitedLog(log, timers, 1);
        this.onAccepted = onAccepted;
        this.acceptor = Thread.ofPlatform().name("sip-" + point).daemon(true).unstarted(this::accept);
    }

    static TcpListener open(ListeningPoint wanted, Timers timers, BiConsumer<SocketChannel, ListeningPoint> onAccepted)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(wanted.address(), BACKLOG);
            return new TcpListener(wanted.transport(), channel, timers, onAccepted);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void start() {
        acceptor.start();
    }

    /** Whether connections are accepted; until {@link #close} always, or something is broken. */
    boolean isAccepting() {
        return acceptor.isAlive();
    }

    ListeningPoint point() {
        return point;
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                onAccepted.accept(channel.accept(), point);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // Out of file descriptors, most likely: connections that end will free some.
                complaints.warn("accepting a connection on " + point + " failed: " + e);
                LockSupport.parkNanos(this, PAUSE_NANOS);
            } catch (Error e) {
                complaints.error("accepting a connection on " + point + " failed; it goes on", e);
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
