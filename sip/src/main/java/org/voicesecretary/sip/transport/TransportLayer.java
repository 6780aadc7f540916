package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.Via;
import org.voicesecretary.sip.time.Timers;

/**
 * All sockets of a user agent (RFC 3261 §18). Messages come up parsed, with {@code received} and {@code rport} noted in the topmost
 * Via; what goes down is told apart by {@link Flow}.
 */
public final class TransportLayer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TransportLayer.class);

    /** Who gets the messages; called on transport threads, so it must not block for long. */
    public interface Receiver {
        void onRequest(SipRequest request, Flow from);

        void onResponse(SipResponse response, Flow from);

        /** Bytes that are no SIP message; {@link SipParseException#partial} tells whether an answer is possible. */
        void onMalformed(SipParseException problem, Flow from);

        /** A connection is closed, by whomever. */
        default void onClosed(Flow flow) {}
    }

    private final List<UdpEndpoint> udp = new ArrayList<>();
    private final List<TcpListener> tcp = new ArrayList<>();
    private final List<TcpListener> tls = new ArrayList<>();
    private final @Nullable TlsContexts contexts;
    private final TcpConnections connections;
    private final DatagramWorkers workers;
    private final Timers timers;
    private final SipCounters counters;
    private final RequestFilter filter;
    private final Optional<MessageTap> tap;
    private final Optional<String> publicAddress;
    private final Receiver receiver;
    private final LocalAddresses localAddresses = new LocalAddresses();
    private final RateLimitedLog complaints;

    /**
     * Binds every listening point; {@link #start} lets the messages in.
     *
     * @param publicAddress what peers know this machine as, an IP address or a host name; empty: the address a peer was reached from
     * @param tlsConfig what a TLS listening point needs
     * @throws IOException with a sentence for the operator when an address cannot be bound; nothing stays open then
     */
    public TransportLayer(
            List<ListeningPoint> points,
            Optional<String> publicAddress,
            Optional<TlsConfig> tlsConfig,
            TransportLimits limits,
            Timers timers,
            SipCounters counters,
            RequestFilter filter,
            Optional<MessageTap> tap,
            Receiver receiver)
            throws IOException {
        this.timers = timers;
        this.contexts = tlsConfig.isPresent() ? new TlsContexts(tlsConfig.get(), timers) : null;
        this.counters = counters;
        this.filter = filter;
        this.tap = tap;
        this.publicAddress = publicAddress;
        this.receiver = receiver;
        this.complaints = new RateLimitedLog(log, timers, 5);
        this.workers = new DatagramWorkers(
                limits.workers(), limits.queueLength(), this::receiveDatagram, complaints, timers::nanoTime);
        this.connections = new TcpConnections(
                limits, contexts, timers, counters, filter, this::streamReceiver, receiver::onClosed);
        try {
            for (ListeningPoint point : points) {
                bind(point);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void bind(ListeningPoint point) throws IOException {
        try {
            switch (point.transport()) {
                case UDP -> udp.add(UdpEndpoint.open(point.address(), workers, filter, counters));
                case TCP -> tcp.add(TcpListener.open(point, timers, connections::accepted));
                case TLS -> bindTls(point);
            }
        } catch (IOException e) {
            throw new IOException(
                    "sip listening point " + point + " cannot be opened: " + e.getMessage()
                            + "; is another program using it? (`ss -lnp` shows which)",
                    e);
        }
    }

    private void bindTls(ListeningPoint point) throws IOException {
        if (contexts == null) {
            throw new IOException("TLS needs a certificate and a key");
        }
        tls.add(TcpListener.open(point, timers, connections::accepted));
    }

    public void start() {
        udp.forEach(UdpEndpoint::start);
        tcp.forEach(TcpListener::start);
        tls.forEach(TcpListener::start);
    }

    /** What is open, with the real ports. */
    public List<ListeningPoint> listeningPoints() {
        var points = new ArrayList<ListeningPoint>();
        udp.forEach(endpoint -> points.add(endpoint.point()));
        tcp.forEach(listener -> points.add(listener.point()));
        tls.forEach(listener -> points.add(listener.point()));
        return points;
    }

    /** Whether requests that are too large for UDP may go by TCP instead: their Via must name a port that listens. */
    public boolean listensOnTcp() {
        return !tcp.isEmpty();
    }

    /**
     * A way to {@code hop}: a UDP socket of ours that can reach it, or the connection that is open to it, else a new one (which
     * connects in the background).
     *
     * @throws IOException when no listening point of ours fits
     */
    public Flow flowTo(Hop hop) throws IOException {
        InetSocketAddress remote = hop.address();
        return switch (hop.transport()) {
            case UDP -> new UdpFlow(fitting(udp, UdpEndpoint::point, hop), remote);
            case TCP ->
                connections.to(hop, fitting(tcp, TcpListener::point, hop).point());
            case TLS ->
                connections.to(hop, fitting(tls, TcpListener::point, hop).point());
        };
    }

    /**
     * The way a request by UDP came, made anew: from the socket it came to, where that is still open, to where it came from.
     *
     * @throws IOException for connections, which do not come back, and when no listening point of ours fits
     */
    public Flow wayBack(ListeningPoint local, Hop source) throws IOException {
        if (source.transport() != Transport.UDP) {
            throw new IOException("connection to " + source + " is gone");
        }
        for (UdpEndpoint endpoint : udp) {
            if (endpoint.point().equals(local)) {
                return new UdpFlow(endpoint, source.address());
            }
        }
        return flowTo(source);
    }

    private static <T> T fitting(List<T> candidates, Function<T, ListeningPoint> point, Hop hop) throws IOException {
        T found = null;
        for (T candidate : candidates) {
            InetAddress local = point.apply(candidate).address().getAddress();
            if (!reaches(local, hop.address().getAddress())) {
                continue;
            }
            // An address of its own beats a wildcard.
            if (found == null || !local.isAnyLocalAddress()) {
                found = candidate;
            }
        }
        if (found == null) {
            throw new IOException("no " + hop.transport().parameter() + " listening point reaches " + hop
                    + ": add one of its address family to sip.listen");
        }
        return found;
    }

    private static boolean reaches(InetAddress local, InetAddress remote) {
        boolean sameFamily = local instanceof Inet4Address == remote instanceof Inet4Address;
        if (local.isAnyLocalAddress()) {
            // A socket on [::] takes IPv4 as well.
            return sameFamily || !(local instanceof Inet4Address);
        }
        return sameFamily && (!local.isLoopbackAddress() || remote.isLoopbackAddress());
    }

    /**
     * Where the responses to a request go (RFC 3261 §18.2.2, RFC 3581 §4). The {@code maddr} parameter is not followed: it would let
     * strangers aim our answers at others.
     *
     * @param via the topmost Via, as it came up from here
     */
    public Flow responseFlow(Via via, Flow arrived) throws IOException {
        if (arrived instanceof UdpFlow(UdpEndpoint endpoint, InetSocketAddress remote)) {
            int port = via.wantsRport() ? remote.getPort() : sentByPort(via, Transport.UDP);
            return new UdpFlow(endpoint, new InetSocketAddress(remote.getAddress(), port));
        }
        if (arrived.isOpen()) {
            return arrived;
        }
        // RFC 3261 §18.2.2: the connection is gone, so a new one to where the sender listens.
        var address = new InetSocketAddress(arrived.remote().getAddress(), sentByPort(via, arrived.transport()));
        return flowTo(new Hop(arrived.transport(), address));
    }

    private static int sentByPort(Via via, Transport transport) {
        return via.port() > 0 ? via.port() : transport.defaultPort();
    }

    /** What stands for us in Via and Contact towards the peer of {@code flow}; never a wildcard address. */
    public HostPort advertised(Flow flow) {
        int port = flow.point().address().getPort();
        // The public address is for those outside; a phone on this machine may not reach us by it.
        if (publicAddress.isPresent()
                && !localAddresses.isThisMachine(flow.remote().getAddress())) {
            return new HostPort(publicAddress.get(), port);
        }
        InetAddress local = flow.point().address().getAddress();
        if (local.isAnyLocalAddress()) {
            local = localAddresses.toward(flow.remote().getAddress());
        }
        return new HostPort(HostPort.bracketed(local), port);
    }

    /** Sends a message for the first time: the tap sees it. */
    public void send(SipMessage message, byte[] bytes, Flow flow, Consumer<IOException> onFailure) {
        tap.ifPresent(listener -> listener.onMessage(MessageTap.Direction.SENT, message, flow));
        resend(bytes, flow, onFailure);
    }

    /** Sends bytes that were sent before. */
    public void resend(byte[] bytes, Flow flow, Consumer<IOException> onFailure) {
        flow.send(bytes, e -> {
            counters.sendFailure();
            onFailure.accept(e);
        });
    }

    private void receiveDatagram(DatagramWorkers.Datagram datagram) {
        SipMessage message;
        try {
            message = SipParser.parseDatagram(datagram.bytes(), 0, datagram.bytes().length);
        } catch (SipParseException e) {
            malformed(e, datagram.flow());
            return;
        }
        receive(message, datagram.flow());
    }

    private TcpConnection.Receiver streamReceiver() {
        return new StreamReceiver(this::receive, this::malformed);
    }

    private void malformed(SipParseException problem, Flow from) {
        counters.malformed();
        complaints.warn("malformed SIP from " + from + ": " + problem.getMessage());
        receiver.onMalformed(problem, from);
    }

    private void receive(SipMessage message, Flow from) {
        counters.receivedMessage();
        switch (message) {
            case SipRequest request -> {
                SipRequest noted = noteSource(request, from.remote());
                tapReceived(noted, from);
                receiver.onRequest(noted, from);
            }
            case SipResponse response -> {
                tapReceived(response, from);
                receiver.onResponse(response, from);
            }
        }
    }

    private void tapReceived(SipMessage message, Flow from) {
        tap.ifPresent(listener -> listener.onMessage(MessageTap.Direction.RECEIVED, message, from));
    }

    /** RFC 3261 §18.2.1 and RFC 3581 §4. */
    static SipRequest noteSource(SipRequest request, InetSocketAddress source) {
        Via via = request.topVia();
        String bracketed = HostPort.bracketed(source.getAddress());
        String address = bracketed.startsWith("[") ? bracketed.substring(1, bracketed.length() - 1) : bracketed;
        Via noted = via.withSource(address, source.getPort());
        return noted == via ? request : request.withTopVia(noted);
    }

    /** Tells what keeps messages from coming in: threads that have ended, or are busy with one message for longer than {@code nanos}. */
    public void stalled(long nanos, Consumer<String> complaint) {
        workers.stalled(nanos, complaint);
        udp.stream()
                .filter(endpoint -> !endpoint.isReading())
                .forEach(endpoint -> complaint.accept("nothing is read from " + endpoint.point()));
        Stream.concat(tcp.stream(), tls.stream())
                .filter(listener -> !listener.isAccepting())
                .forEach(listener -> complaint.accept("no connection is accepted on " + listener.point()));
    }

    @Override
    public void close() {
        udp.forEach(TransportLayer::closeQuietly);
        tcp.forEach(TransportLayer::closeQuietly);
        tls.forEach(TransportLayer::closeQuietly);
        connections.close();
        workers.close();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            log.debug("closing {}: {}", closeable, e.toString());
        }
    }
}
