package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.time.Timers;

/** The open connections by the address of their peer, for reuse, and how many each address has. */
final class TcpConnections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpConnections.class);

    /** @param domain that the peer has proved to be, over TLS; empty where it has connected, and over TCP */
    private record Peer(Transport transport, InetSocketAddress remote, String domain) {

        Peer anonymous() {
            return domain.isEmpty() ? this : new Peer(transport, remote, "");
        }
    }

    private final TransportLimits limits;
    private final @Nullable TlsContexts tls;
    private final Timers timers;
    private final SipCounters counters;
    private final RequestFilter filter;
    private final Supplier<TcpConnection.Receiver> receivers;
    private final Consumer<Flow> onClosed;
    private final RateLimitedLog complaints;

    // One lock for both: connections come and go far less often than messages.
    private final Map<Peer, TcpConnection> byPeer = new HashMap<>();
    private final Map<InetAddress, Integer> perSource = new HashMap<>();
    private final Set<TcpConnection> strangers = new HashSet<>();
    private boolean closed;

    TcpConnections(
            TransportLimits limits,
            @Nullable TlsContexts tls,
            Timers timers,
            SipCounters counters,
            RequestFilter filter,
            Supplier<TcpConnection.Receiver> receivers,
            Consumer<Flow> onClosed) {
        this.limits = limits;
        this.tls = tls;
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
            if (!filter.admits(remote, point.transport())) {
                counters.filtered();
                channel.close();
                return;
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var peer = new Peer(point.transport(), remote, "");
            ByteStream stream = stream(channel, peer, null);
            if (!register(peer, connection(stream, peer, point, false, !filter.knows(remote.getAddress())))) {
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

    private synchronized boolean register(Peer peer, TcpConnection connection) {
        InetAddress source = SourceNetwork.of(peer.remote.getAddress());
        int fromSource = perSource.getOrDefault(source, 0);
        boolean full = byPeer.size() >= limits.connections()
                || connection.isOfStranger() && strangers.size() >= limits.connectionsOfStrangers();
        if (closed || full || fromSource >= limits.connectionsPerSource()) {
            return false;
        }
        if (connection.isOfStranger()) {
            strangers.add(connection);
        }
        perSource.put(source, fromSource + 1);
        byPeer.put(peer, connection);
        connection.start();
        return true;
    }

    /** The open connection to {@code hop}, or a new one. */
    synchronized TcpConnection to(Hop hop, ListeningPoint point) throws IOException {
        if (closed) {
            throw new IOException("the user agent is closed");
        }
        InetSocketAddress remote = hop.address();
        // RFC 5922 §4: what was proved to be one domain is not used for another one.
        var peer = new Peer(hop.transport(), remote, hop.transport() == Transport.TLS ? hop.domain() : "");
        TcpConnection open = byPeer.get(peer);
        if (open == null && CertificateNames.isAddress(peer.domain)) {
            // A Contact or a Route names a bare address: whoever is there already has proved who it is, or has come to
            // us.
            open = byPeer.get(peer.anonymous());
        }
        if (open != null && open.isOpen()) {
            return open;
        }
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        TcpConnection connection = connection(stream(channel, peer, remote), peer, point, true, false);
        perSource.merge(SourceNetwork.of(remote.getAddress()), 1, Integer::sum);
        byPeer.put(peer, connection);
        byPeer.putIfAbsent(peer.anonymous(), connection);
        connection.start();
        return connection;
    }

    private ByteStream stream(SocketChannel channel, Peer peer, @Nullable InetSocketAddress target) throws IOException {
        if (peer.transport != Transport.TLS) {
            return new PlainStream(channel, target);
        }
        if (tls == null) {
            throw new IOException("TLS is not set up");
        }
        return new TlsStream(channel, target, peer.domain, tls);
    }

    private TcpConnection connection(
            ByteStream stream, Peer peer, ListeningPoint point, boolean opener, boolean stranger) {
        return new TcpConnection(
                stream,
                peer.remote,
                point,
                opener,
                stranger,
                receivers.get(),
                timers,
                limits,
                counters,
                this::nowKnown,
                closed -> forget(peer, closed));
    }

    /** Somebody has registered by it: it does not count as a stranger's any more. */
    private synchronized void nowKnown(TcpConnection connection) {
        strangers.remove(connection);
    }

    private void forget(Peer peer, TcpConnection connection) {
        synchronized (this) {
            byPeer.remove(peer, connection);
            byPeer.remove(peer.anonymous(), connection);
            strangers.remove(connection);
            perSource.computeIfPresent(
                    SourceNetwork.of(peer.remote.getAddress()), (address, count) -> count > 1 ? count - 1 : null);
        }
        onClosed.accept(connection);
    }

    @Override
    public void close() {
        List<TcpConnection> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(Set.copyOf(byPeer.values()));
        }
        var reason = new IOException("the user agent is closed");
        open.forEach(connection -> connection.close(reason));
    }
}
