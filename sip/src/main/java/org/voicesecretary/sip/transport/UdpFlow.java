package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A UDP socket of ours and the address of a peer. */
record UdpFlow(UdpEndpoint endpoint, InetSocketAddress remote) implements Flow {

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public ListeningPoint point() {
        return endpoint.point();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void send(byte[] message, Consumer<IOException> onFailure) {
        endpoint.send(message, remote, onFailure);
    }

    @Override
    public String toString() {
        return "udp:" + HostPort.bracketed(remote.getAddress()) + ":" + remote.getPort();
    }
}
