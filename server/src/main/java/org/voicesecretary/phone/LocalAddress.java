package org.voicesecretary.phone;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.voicesecretary.sip.message.Host;

/** Which address of this machine a peer answers to. */
public final class LocalAddress {
    /** RFC 5737 TEST-NET-1: stands for anywhere else; nothing is sent to it. */
    private static final String ELSEWHERE = "192.0.2.1";

    private static final int ANY_PORT = 5060;

    private LocalAddress() {}

    /** The address from which the system would send to {@code host}. A name without an address may still have SRV records: then the default route decides. */
    public static InetAddress towards(Host host) throws IOException {
        InetAddress target;
        try {
            target = host.address().isPresent() ? host.address().get() : InetAddress.getByName(host.name());
        } catch (UnknownHostException e) {
            target = InetAddress.ofLiteral(ELSEWHERE);
        }
        // Connecting a datagram socket asks the routing table and sends nothing.
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(target, ANY_PORT));
            InetAddress local = socket.getLocalAddress();
            return local.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : local;
        }
    }
}
