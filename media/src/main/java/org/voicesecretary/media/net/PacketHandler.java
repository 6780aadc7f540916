package org.voicesecretary.media.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Takes in datagrams, on the thread that polls. */
@FunctionalInterface
public interface PacketHandler {

    /**
     * One datagram.
     *
     * @param packet from position 0 to the limit; reused as soon as this returns
     * @param nanos when it was read
     */
    void onPacket(ByteBuffer packet, InetSocketAddress source, long nanos);
}
