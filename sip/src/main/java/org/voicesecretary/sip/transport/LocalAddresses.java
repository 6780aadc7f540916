package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which address of this machine a peer sees. A socket bound to 0.0.0.0 does not say it, the routing table does: connecting a UDP
 * socket sends nothing and chooses the route. The answers are kept, for a handful of peers is the usual case.
 */
final class LocalAddresses {

    private static final int MAX_KEPT = 1_024;

    private final ConcurrentMap<InetAddress, InetAddress> known = new ConcurrentHashMap<>();

    /** The address that packets to {@code remote} leave from; the loopback address where there is no route. */
    InetAddress toward(InetAddress remote) {
        InetAddress kept = known.get(remote);
        if (kept != null) {
            return kept;
        }
        InetAddress found = ask(remote);
        if (known.size() >= MAX_KEPT) {
            known.clear();
        }
        known.put(remote, found);
        return found;
    }

    /** Whether the peer is a program on this machine: what reaches it goes out from its own address. */
    boolean isThisMachine(InetAddress remote) {
        return remote.isLoopbackAddress() || toward(remote).equals(remote);
    }

    private static InetAddress ask(InetAddress remote) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.connect(new InetSocketAddress(remote, 9));
            InetAddress local = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
            return local.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : local;
        } catch (IOException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
