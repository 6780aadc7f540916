package org.voicesecretary.media.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket by {@link DatagramChannel}. Left unconnected: a latched peer may move with a re-INVITE, and packets of strangers are to be
 * counted, not lost in the kernel. The channel remembers the last source and target address, so that neither direction allocates.
 */
public final class ChannelSocket implements PacketSocket {
    /** Expedited forwarding (RFC 3246) in the upper six bits: what phones and routers expect of voice. */
    private static final int EXPEDITED_FORWARDING = 46 << 2;

    private final DatagramChannel channel;
    private final InetSocketAddress local;

    private ChannelSocket(DatagramChannel channel, InetSocketAddress local) {
        this.channel = channel;
        this.local = local;
    }

    /** Binds a socket, of the family of the address. */
    public static ChannelSocket bind(InetSocketAddress address) throws IOException {
        boolean v6 = address.getAddress() instanceof Inet6Address;
        DatagramChannel channel = DatagramChannel.open(v6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.bind(address);
            markAsVoice(channel);
            return new ChannelSocket(channel, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void markAsVoice(DatagramChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED_FORWARDING);
        } catch (IOException | UnsupportedOperationException unsupported) {
            // some containers forbid it; voice goes unmarked then
            return;
        }
    }

    DatagramChannel channel() {
        return channel;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress target) {
        try {
            return channel.send(packet, target) > 0;
        } catch (IOException | RuntimeException unreachable) {
            return false; // no route, port 0, wrong family: the caller counts
        }
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) {
        try {
            SocketAddress source = channel.receive(into);
            if (source == null) {
                return null;
            }
            into.flip();
            return (InetSocketAddress) source;
        } catch (IOException broken) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("media socket " + local + " cannot be closed", e);
        }
    }
}
