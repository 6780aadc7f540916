package org.voicesecretary.benchmarks.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The few calls of the C library that the generator makes itself. Linux, 64 bit: the structures differ elsewhere. */
@SuppressWarnings("restricted") // calling C is its purpose
final class Libc {
    static final int AF_INET = 2;
    static final int SOCK_DGRAM = 2;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    /** The kernel stamps each datagram as it arrives, whoever reads it when. */
    static final int SO_TIMESTAMPNS = 35;

    static final int MSG_DONTWAIT = 0x40;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ECONNREFUSED = 111;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            bound("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            bound("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle NAME =
            bound("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle OPTION =
            bound("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECEIVE =
            bound("recvmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle SEND =
            bound("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = bound("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final MemorySegment state;

    /** @param arena holds the place where errors are noted; one per thread */
    Libc(Arena arena) {
        this.state = arena.allocate(STATE);
    }

    private static MethodHandle bound(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, ERRNO);
    }

    int socket() throws IOException {
        try {
            return checked("socket", (int) SOCKET.invokeExact(state, AF_INET, SOCK_DGRAM, 0));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void bind(int socket, MemorySegment address) throws IOException {
        try {
            checked("bind", (int) BIND.invokeExact(state, socket, address, (int) address.byteSize()));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void localAddress(int socket, MemorySegment into, MemorySegment length) throws IOException {
        try {
            checked("getsockname", (int) NAME.invokeExact(state, socket, into, length));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void option(int socket, int name, MemorySegment value) throws IOException {
        try {
            checked("setsockopt", (int) OPTION.invokeExact(state, socket, SOL_SOCKET, name, value, 4));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many datagrams were taken; 0 where none waited. */
    int receive(int socket, MemorySegment messages, int count) throws IOException {
        try {
            return some("recvmmsg", (int)
                    RECEIVE.invokeExact(state, socket, messages, count, MSG_DONTWAIT, MemorySegment.NULL));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many datagrams were sent; 0 where the socket is full. */
    int send(int socket, MemorySegment messages, int count) throws IOException {
        try {
            return some("sendmmsg", (int) SEND.invokeExact(state, socket, messages, count, MSG_DONTWAIT));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void close(int socket) {
        try {
            int ignored = (int) CLOSE.invokeExact(state, socket);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private int checked(String call, int result) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed with errno " + errno());
        }
        return result;
    }

    private int some(String call, int result) throws IOException {
        if (result >= 0) {
            return result;
        }
        int errno = errno();
        if (errno == EAGAIN || errno == EINTR || errno == ECONNREFUSED) {
            return 0;
        }
        throw new IOException(call + " failed with errno " + errno);
    }

    private int errno() {
        return (int) ERRNO_VALUE.get(state, 0L);
    }
}
