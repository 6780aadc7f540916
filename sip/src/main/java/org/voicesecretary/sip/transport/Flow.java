package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One way to one peer: a UDP socket of ours with the peer's address, or a connection. Messages come in by a flow and go out by a
 * flow. Sending never blocks.
 */
public interface Flow {

    Transport transport();

    InetSocketAddress remote();

    /** The local end that stands for this flow in Via and Contact; for a connection we opened, our listener of that transport. */
    ListeningPoint point();

    /** Whether it makes sense to send here; a UDP flow is always open. */
    boolean isOpen();

    /**
     * Sends the bytes of one message, or gives them to the connection's queue.
     *
     * @param onFailure told, at most once and on any thread, when the bytes could not be sent
     */
    void send(byte[] message, Consumer<IOException> onFailure);

    /** A device is registered by this flow for so long: a connection is then kept open, and alive, without a message on it. */
    default void hold(Duration time) {}
}
