package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** TCP as it is. */
final class PlainStream implements ByteStream {

    private final SocketChannel channel;
    private final @Nullable InetSocketAddress target;

    /** @param target to connect to; null where the peer has connected */
    PlainStream(SocketChannel channel, @Nullable InetSocketAddress target) {
        this.channel = channel;
        this.target = target;
    }

    @Override
    public Transport transport() {
        return Transport.TCP;
    }

    @Override
    public void open() throws IOException {
        if (target != null) {
            channel.connect(target);
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        return channel.read(ByteBuffer.wrap(buffer));
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
