package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket with one reader thread. The reader only copies (the exact size, never the 64 KB a datagram may have) and hands
 * over; where the workers are too slow, datagrams are dropped and counted, for UDP peers repeat.
 */
final class UdpEndpoint implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UdpEndpoint.class);
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;
    private static final int MAX_DATAGRAM = 65_535;
    private static final int PING = 0x0d0a0d0a;
    private static final byte[] PONG = {'\r', '\n'};

    private final DatagramChannel channel;
    private final ListeningPoint point;
    private final DatagramWorkers workers;
    private final RequestFilter filter;
    private final SipCounters counters;
    private final Thread reader;
    private final UdpSender sender;

    private UdpEndpoint(DatagramChannel channel, DatagramWorkers workers, RequestFilter filter, SipCounters counters)
            throws IOException {
        this.channel = channel;
        this.point = new ListeningPoint(Transport.UDP, (InetSocketAddress) channel.getLocalAddress());
        this.workers = workers;
        this.filter = filter;
        this.counters = counters;
        this.reader = Thread.ofPlatform().name("sip-" + point).daemon(true).unstarted(this::read);
        this.sender = new UdpSender(channel, "sip-out-" + point);
    }

    static UdpEndpoint open(
            InetSocketAddress address, DatagramWorkers workers, RequestFilter filter, SipCounters counters)
            throws IOException {
        var family = address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.bind(address);
            return new UdpEndpoint(channel, workers, filter, counters);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void start() {
        reader.start();
        sender.start();
    }

    /** Whether datagrams are read; until {@link #close} always, or something is broken. */
    boolean isReading() {
        return reader.isAlive();
    }

    ListeningPoint point() {
        return point;
    }

    void send(byte[] message, InetSocketAddress remote, Consumer<IOException> onFailure) {
        counters.sent(message.length);
        sender.send(message, remote, onFailure);
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                var remote = (InetSocketAddress) channel.receive(buffer);
                buffer.flip();
                receive(buffer, remote);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // An ICMP error of an earlier send may surface here; the socket itself stays good.
                log.debug("reading {}: {}", point, e.toString());
            } catch (Error e) {
                log.error("reading {} failed; it goes on", point, e);
            }
        }
    }

    private void receive(ByteBuffer buffer, InetSocketAddress remote) throws IOException {
        counters.receivedDatagram(buffer.remaining());
        boolean keepAlive = isKeepAlive(buffer);
        if (keepAlive && !isPing(buffer)) {
            return;
        }
        if (remote.getPort() == 0 || !filter.admits(remote, Transport.UDP)) {
            counters.filtered();
            return;
        }
        if (keepAlive) {
            channel.send(ByteBuffer.wrap(PONG), remote);
            return;
        }
        if (StunBinding.isRequest(buffer)) {
            channel.send(ByteBuffer.wrap(StunBinding.response(buffer, remote)), remote);
            return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        if (!workers.offer(new DatagramWorkers.Datagram(bytes, new UdpFlow(this, remote)))) {
            counters.queueOverflow();
        }
    }

    /** RFC 5626 §3.5 and habit: a few CR, LF, NUL or blank bytes keep a NAT binding open and want no answer. */
    private static boolean isKeepAlive(ByteBuffer buffer) {
        if (buffer.remaining() > 16) {
            return false;
        }
        byte[] few = new byte[buffer.remaining()];
        buffer.get(buffer.position(), few);
        return allBlank(few);
    }

    /** What a device behind a NAT waits for an answer to; a single line end may be the answer of another. */
    private static boolean isPing(ByteBuffer buffer) {
        return buffer.remaining() == 4 && buffer.getInt(buffer.position()) == PING;
    }

    private static boolean allBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != '\r' && b != '\n' && b != ' ' && b != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        sender.close();
        channel.close();
    }
}
