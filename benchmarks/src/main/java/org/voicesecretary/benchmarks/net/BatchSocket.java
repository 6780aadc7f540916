package org.voicesecretary.benchmarks.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A UDP socket over IPv4 that is read and written by {@link DatagramBatch}. */
public final class BatchSocket implements AutoCloseable {
    private static final int BUFFER = 4 << 20;
    private static final int NAME = 16;

    private final Libc libc;
    private final int descriptor;
    private final int port;

    private BatchSocket(Libc libc, int descriptor, int port) {
        this.libc = libc;
        this.descriptor = descriptor;
        this.port = port;
    }

    /** Binds a socket to {@code address} (4 bytes) at a port of the system's choice. */
    public static BatchSocket bind(Arena arena, byte[] address) throws IOException {
        Libc libc = new Libc(arena);
        int descriptor = libc.socket();
        try {
            MemorySegment number = arena.allocate(JAVA_INT);
            number.set(JAVA_INT, 0, BUFFER);
            libc.option(descriptor, Libc.SO_RCVBUF, number);
            libc.option(descriptor, Libc.SO_SNDBUF, number);
            number.set(JAVA_INT, 0, 1);
            libc.option(descriptor, Libc.SO_TIMESTAMPNS, number);
            MemorySegment name = arena.allocate(NAME, 8);
            name.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
            MemorySegment.copy(address, 0, name, JAVA_BYTE, 4, 4);
            libc.bind(descriptor, name);
            number.set(JAVA_INT, 0, NAME);
            libc.localAddress(descriptor, name, number);
            int port = (name.get(JAVA_BYTE, 2) & 0xff) << 8 | (name.get(JAVA_BYTE, 3) & 0xff);
            return new BatchSocket(libc, descriptor, port);
        } catch (IOException e) {
            libc.close(descriptor);
            throw e;
        }
    }

    int descriptor() {
        return descriptor;
    }

    /** The port it is bound to. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        libc.close(descriptor);
    }
}
