package org.voicesecretary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a program that must be told one and cannot take 0. It is sought below the range from which the system hands out ports by
 * itself (32768 and up on Linux): a port that the system has just handed out and got back may at once be the source of somebody's
 * next connection, and then the program finds it taken.
 */
final class FreePort {
    private static final int FIRST = 20_000;
    private static final int BEYOND = 30_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /** A port of the loopback address that is free for UDP and for TCP. */
    static int any() {
        for (int tried = 0; tried < TRIES; tried++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            if (isFree(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                return port;
            }
        }
        throw new UncheckedIOException(
                new IOException("no port from " + FIRST + " to " + (BEYOND - 1) + " is free for UDP and TCP"));
    }

    private static boolean isFree(InetSocketAddress address) {
        try (var datagrams = new DatagramSocket(address);
                var connections = new ServerSocket(address.getPort(), 1, address.getAddress())) {
            return datagrams.isBound() && connections.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
