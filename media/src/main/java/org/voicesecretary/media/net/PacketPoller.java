package org.voicesecretary.media.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.clock.MediaClock;

/** Reads what has arrived at many sockets in one sweep. Belongs to one thread. */
public final class PacketPoller implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PacketPoller.class);
    /** More than RTP and SRTP ever put into a datagram (one Ethernet frame); what is longer is cut, and then fails to parse. */
    private static final int LARGEST = 2048;

    private final Selector selector;
    private final MediaClock clock;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
    private final Consumer<SelectionKey> reading = this::read;

    /** A poller of no sockets yet. */
    public PacketPoller(MediaClock clock) {
        this.clock = clock;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "media poller cannot be opened (are file descriptors used up? see ulimit -n)", e);
        }
    }

    /** Reads {@code socket} from now on, until it is closed. */
    public void register(ChannelSocket socket, PacketHandler handler) {
        try {
            socket.channel().register(selector, SelectionKey.OP_READ, new Reader(socket, handler));
        } catch (ClosedChannelException closed) {
            log.debug("media socket {} was closed before it was read", socket.localAddress());
        }
    }

    /** Reads {@code socket} no more; another poller may. */
    public void deregister(ChannelSocket socket) {
        SelectionKey key = socket.channel().keyFor(selector);
        if (key != null) {
            key.cancel();
        }
    }

    /** Hands all that has arrived to its handlers, without waiting. */
    public void poll() {
        try {
            selector.selectNow(reading);
        } catch (IOException e) {
            throw new UncheckedIOException("media sockets cannot be polled", e);
        }
    }

    private void read(SelectionKey key) {
        // One packet a sweep: a second look would nearly always find nothing, a system call wasted. Readiness is
        // level-triggered, so what
        // is left comes with the next sweep, 2.5 ms on; and a flood at one port does not keep the others waiting.
        Reader reader = (Reader) key.attachment();
        buffer.clear();
        InetSocketAddress source = reader.socket.receive(buffer);
        if (source == null) {
            return;
        }
        try {
            reader.handler.onPacket(buffer, source, clock.nanos());
        } catch (Throwable e) {
            log.error("a packet of {} bytes from {} could not be taken in", buffer.limit(), source, e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("media poller cannot be closed", e);
        }
    }

    private record Reader(ChannelSocket socket, PacketHandler handler) {}
}
