package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends through one UDP socket. A channel sends under a lock, and the thread of a call that was sending when it lost its processor kept
 * all others out until it got it back: on a busy machine a tenth of a second for every refusal behind it. So the threads of calls, which
 * are many and have no haste, leave their datagrams to one thread that has; who is a thread of the stack itself sends at once.
 */
final class UdpSender {
    private static final Logger log = LoggerFactory.getLogger(UdpSender.class);
    /** So many datagrams in the queue mean that the network takes none. */
    private static final int MAX_WAITING = 20_000;

    private static final long CLOSE_MILLIS = 1_000;

    private record Outgoing(byte[] message, InetSocketAddress remote, Consumer<IOException> onFailure) {}

    private final DatagramChannel channel;
    private final ConcurrentLinkedQueue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closing;

    UdpSender(DatagramChannel channel, String name) {
        this.channel = channel;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** @param onFailure is told on whatever thread finds out, once, or never where the datagram went out */
    void send(byte[] message, InetSocketAddress remote, Consumer<IOException> onFailure) {
        if (!Thread.currentThread().isVirtual()) {
            sendNow(message, remote, onFailure);
            return;
        }
        if (closing || waiting.get() >= MAX_WAITING) {
            onFailure.accept(
                    closing ? new ClosedChannelException() : new IOException("the network takes no datagrams"));
            return;
        }
        waiting.incrementAndGet();
        queue.add(new Outgoing(message, remote, onFailure));
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private void sendNow(byte[] message, InetSocketAddress remote, Consumer<IOException> onFailure) {
        try {
            channel.send(ByteBuffer.wrap(message), remote);
        } catch (IOException e) {
            onFailure.accept(e);
        }
    }

    private void work() {
        while (true) {
            Outgoing next = queue.poll();
            if (next != null) {
                waiting.decrementAndGet();
                sendSafely(next);
            } else if (closing) {
                return;
            } else {
                idle = true;
                if (queue.isEmpty() && !closing) {
                    LockSupport.park(this);
                }
                idle = false;
            }
        }
    }

    private void sendSafely(Outgoing next) {
        try {
            sendNow(next.message(), next.remote(), next.onFailure());
        } catch (RuntimeException e) {
            // One datagram must not cost the thread.
            log.error("a datagram to {} could not be sent", next.remote(), e);
        }
    }

    /** Sends what waits, then nothing more. */
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
