package org.voicesecretary.sip.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The little of STUN (RFC 8489) that RFC 5626 §3.5.2 wants on a SIP port: a device asks by a Binding request whether its way to us
 * still stands, and at which address we see it.
 */
final class StunBinding {

    private static final int HEADER = 20;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final short REQUEST = 0x0001;
    private static final short SUCCESS = 0x0101;
    private static final short XOR_MAPPED_ADDRESS = 0x0020;
    private static final int MAX_REQUEST = 548;

    private StunBinding() {}

    /** Whether the datagram, from the position of the buffer on, is a Binding request. A SIP message begins with a letter. */
    static boolean isRequest(ByteBuffer datagram) {
        int at = datagram.position();
        int length = datagram.remaining();
        return length >= HEADER
                && length <= MAX_REQUEST
                && datagram.getShort(at) == REQUEST
                && datagram.getShort(at + 2) == length - HEADER
                && datagram.getInt(at + 4) == MAGIC_COOKIE;
    }

    /** The answer to a {@link #isRequest}: where it came from. */
    static byte[] response(ByteBuffer request, InetSocketAddress source) {
        byte[] address = source.getAddress().getAddress();
        byte[] transaction = new byte[16];
        request.get(request.position() + 4, transaction);
        int value = 4 + address.length;
        ByteBuffer out = ByteBuffer.allocate(HEADER + 4 + value)
                .putShort(SUCCESS)
                .putShort((short) (4 + value))
                .put(transaction)
                .putShort(XOR_MAPPED_ADDRESS)
                .putShort((short) value)
                .putShort((short) (address.length == 4 ? 1 : 2))
                .putShort((short) (source.getPort() ^ (MAGIC_COOKIE >>> 16)));
        for (int i = 0; i < address.length; i++) {
            // RFC 8489 §14.2: with the cookie, and for IPv6 with the transaction id behind it.
            out.put((byte) (address[i] ^ transaction[i]));
        }
        return out.array();
    }
}
