package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.time.Timers;

/** The open connections by the address of their peer, for reuse, and how many each address has. */
final class TcpConnections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpConnections.class);

    private final TransportLimits limits;
    private final Timers timers;
    private final SipCounters counters;
    private final RequestFilter filter;
    private final Supplier<TcpConnection.Receiver> receivers;
    private final Consumer<Flow> onClosed;
    private final RateLimitedLog complaints;

    // One lock for both: connections come and go far less often than messages.
    private final Map<InetSocketAddress, TcpConnection> byRemote = new HashMap<>();
    private final Map<InetAddress, Integer> perSource = new HashMap<>();
    private int strangers;
    private boolean closed;

    TcpConnections(
            TransportLimits limits,
            Timers timers,
            SipCounters counters,
            RequestFilter filter,
            Supplier<TcpConnection.Receiver> receivers,
            Consumer<Flow> onClosed) {
        this.limits = limits;
        this.timers = timers;
        this.counters = counters;
        this.filter = filter;
        this.receivers = receivers;
        this.onClosed = onClosed;
        this.complaints = new RateLimitedLog(log, timers, 1);
    }

    /** Takes a connection a peer opened, or closes it at once where it is one too many. */
    void accepted(SocketChannel channel, ListeningPoint point) {
        try {
            var remote = (InetSocketAddress) channel.getRemoteAddress();
            if (!filter.admits(remote, Transport.TCP)) {
                counters.filtered();
                channel.close();
                return;
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (!register(remote, connection(channel, remote, point, false, !filter.knows(remote.getAddress())))) {
                counters.connectionRefused();
                complaints.warn("connection from " + remote + " refused: " + limits.connectionsPerSource()
                        + " from one address, " + limits.connectionsOfStrangers() + " of strangers and "
                        + limits.connections() + " in all are the limits");
                channel.close();
            }
        } catch (IOException e) {
            log.debug("a connection ended before it was used: {}", e.toString());
        }
    }

    private synchronized boolean register(InetSocketAddress remote, TcpConnection connection) {
        InetAddress source = SourceNetwork.of(remote.getAddress());
        int fromSource = perSource.getOrDefault(source, 0);
        boolean full = byRemote.size() >= limits.connections()
                || connection.isOfStranger() && strangers >= limits.connectionsOfStrangers();
        if (closed || full || fromSource >= limits.connectionsPerSource()) {
            return false;
        }
        if (connection.isOfStranger()) {
            strangers++;
        }
        perSource.put(source, fromSource + 1);
        byRemote.put(remote, connection);
        connection.start();
        return true;
    }

    /** The open connection to {@code remote}, or a new one. */
    synchronized TcpConnection to(InetSocketAddress remote, ListeningPoint point) throws IOException {
        if (closed) {
            throw new IOException("the user agent is closed");
        }
        TcpConnection open = byRemote.get(remote);
        if (open != null && open.isOpen()) {
            return open;
        }
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        TcpConnection connection = connection(channel, remote, point, true, false);
        perSource.merge(SourceNetwork.of(remote.getAddress()), 1, Integer::sum);
        byRemote.put(remote, connection);
        connection.start();
        return connection;
    }

    private TcpConnection connection(
            SocketChannel channel, InetSocketAddress remote, ListeningPoint point, boolean opener, boolean stranger) {
        return new TcpConnection(
                channel, remote, point, opener, stranger, receivers.get(), timers, limits, counters, this::forget);
    }

    private void forget(TcpConnection connection) {
        synchronized (this) {
            byRemote.remove(connection.remote(), connection);
            if (connection.isOfStranger()) {
                strangers--;
            }
            perSource.computeIfPresent(
                    SourceNetwork.of(connection.remote().getAddress()),
                    (address, count) -> count > 1 ? count - 1 : null);
        }
        onClosed.accept(connection);
    }

    @Override
    public void close() {
        List<TcpConnection> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(byRemote.values());
        }
        var reason = new IOException("the user agent is closed");
        open.forEach(connection -> connection.close(reason));
    }
}
