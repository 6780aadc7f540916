package org.voicesecretary.sip.registration;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.sip.transport.Transport;

/** A way to a device that leads nowhere. */
public final class FakeFlow implements Flow {

    private final Transport transport;
    private final InetSocketAddress remote;
    boolean open = true;
    Duration held = Duration.ZERO;
    Consumer<byte[]> sink = bytes -> {
        throw new AssertionError("nothing is sent here");
    };

    public FakeFlow(Transport transport, String host, int port) {
        this.transport = transport;
        this.remote = new InetSocketAddress(host, port);
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public ListeningPoint point() {
        return ListeningPoint.parse((transport == Transport.UDP ? "udp" : "tcp") + ":127.0.0.1:5060");
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void send(byte[] message, Consumer<IOException> onFailure) {
        sink.accept(message);
    }

    @Override
    public void hold(Duration time) {
        held = time;
    }
}
