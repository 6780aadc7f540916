package org.voicesecretary.media.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One bound datagram socket as the media path needs it: never blocking, nothing allocated per packet. A port, because how packets leave
 * the machine (one by one, or gathered into one system call) is to be exchangeable without the sessions noticing: {@link #send} may keep
 * a copy until the turn of the loop ends.
 */
public interface PacketSocket extends AutoCloseable {

    /** Where this socket is bound. */
    InetSocketAddress localAddress();

    /**
     * Sends what is between position and limit of a direct buffer.
     *
     * @return false where the packet could not be sent; RTP lives with that, so the caller counts it and goes on
     */
    boolean send(ByteBuffer packet, InetSocketAddress target);

    /**
     * Takes one datagram that has arrived.
     *
     * @param into a cleared direct buffer; holds the datagram, flipped, afterwards
     * @return where it came from, or null where nothing has arrived
     */
    @Nullable
    InetSocketAddress receive(ByteBuffer into);

    /** Closes the socket; errors while closing are of no interest to anybody. */
    @Override
    void close();
}
