package org.voicesecretary.benchmarks.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Room for many IPv4 datagrams that go or come by one system call each way. Belongs to one thread; allocates nothing in use. */
public final class DatagramBatch {
    // struct mmsghdr of Linux, 64 bit
    private static final int HEADER = 64;
    private static final int NAME_LENGTH_AT = 8;
    private static final int VECTOR_AT = 16;
    private static final int VECTOR_COUNT_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;
    private static final int LENGTH_AT = 56;
    private static final int NAME = 16;
    private static final int VECTOR = 16;
    private static final int CONTROL = 64;
    private static final int CONTROL_DATA_AT = 16;

    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort NET_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NET_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NET_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Libc libc;
    private final int size;
    private final int room;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    private final MemorySegment buffers;
    private int filled;

    /**
     * @param size how many datagrams at once
     * @param room bytes of the longest
     * @param address IPv4 address of all that are sent, 4 bytes
     */
    public DatagramBatch(Arena arena, int size, int room, byte[] address) {
        this.libc = new Libc(arena);
        this.size = size;
        this.room = room;
        this.headers = arena.allocate((long) size * HEADER, 8);
        this.names = arena.allocate((long) size * NAME, 8);
        this.vectors = arena.allocate((long) size * VECTOR, 8);
        this.controls = arena.allocate((long) size * CONTROL, 8);
        this.buffers = arena.allocate((long) size * room, 8);
        for (int i = 0; i < size; i++) {
            names.set(JAVA_SHORT, (long) i * NAME, (short) Libc.AF_INET);
            MemorySegment.copy(address, 0, names, JAVA_BYTE, (long) i * NAME + 4, 4);
            vectors.set(ADDRESS, (long) i * VECTOR, buffers.asSlice((long) i * room, room));
            vectors.set(JAVA_LONG, (long) i * VECTOR + 8, room);
            headers.set(ADDRESS, (long) i * HEADER, names.asSlice((long) i * NAME, NAME));
            headers.set(JAVA_INT, (long) i * HEADER + NAME_LENGTH_AT, NAME);
            headers.set(ADDRESS, (long) i * HEADER + VECTOR_AT, vectors.asSlice((long) i * VECTOR, VECTOR));
            headers.set(JAVA_LONG, (long) i * HEADER + VECTOR_COUNT_AT, 1);
        }
    }

    /** Takes what waits at {@code socket}, up to the size of the batch. */
    public int receive(BatchSocket socket) throws IOException {
        for (int i = 0; i < size; i++) {
            long at = (long) i * HEADER;
            headers.set(JAVA_INT, at + NAME_LENGTH_AT, NAME);
            headers.set(ADDRESS, at + CONTROL_AT, MemorySegment.ofAddress(controls.address() + (long) i * CONTROL));
            headers.set(JAVA_LONG, at + CONTROL_LENGTH_AT, CONTROL);
        }
        return libc.receive(socket.descriptor(), headers, size);
    }

    /** How many fit. */
    public int size() {
        return size;
    }

    /** How long the received datagram is. */
    public int length(int datagram) {
        return headers.get(JAVA_INT, (long) datagram * HEADER + LENGTH_AT);
    }

    /** The port that the received datagram came from. */
    public int sourcePort(int datagram) {
        return names.get(PORT, (long) datagram * NAME + 2) & 0xffff;
    }

    /** When the received datagram arrived, in nanoseconds of the wall clock (CLOCK_REALTIME). */
    public long arrival(int datagram) {
        long data = (long) datagram * CONTROL + CONTROL_DATA_AT;
        return controls.get(JAVA_LONG, data) * 1_000_000_000L + controls.get(JAVA_LONG, data + 8);
    }

    /** A byte of the datagram. */
    public byte byteAt(int datagram, int offset) {
        return buffers.get(JAVA_BYTE, (long) datagram * room + offset);
    }

    /** Two bytes of the datagram in network order, unsigned. */
    public int shortAt(int datagram, int offset) {
        return buffers.get(NET_SHORT, (long) datagram * room + offset) & 0xffff;
    }

    /** Four bytes of the datagram in network order. */
    public int intAt(int datagram, int offset) {
        return buffers.get(NET_INT, (long) datagram * room + offset);
    }

    /** Eight bytes of the datagram in network order. */
    public long longAt(int datagram, int offset) {
        return buffers.get(NET_LONG, (long) datagram * room + offset);
    }

    /** Adds a datagram to send; its bytes are put with {@link #put}. Says its number. */
    public int add(int port, int length) {
        int i = filled++;
        names.set(PORT, (long) i * NAME + 2, (short) port);
        vectors.set(JAVA_LONG, (long) i * VECTOR + 8, length);
        return i;
    }

    /** Writes two bytes in network order. */
    public void putShort(int datagram, int offset, int value) {
        buffers.set(NET_SHORT, (long) datagram * room + offset, (short) value);
    }

    /** Writes four bytes in network order. */
    public void putInt(int datagram, int offset, int value) {
        buffers.set(NET_INT, (long) datagram * room + offset, value);
    }

    /** Writes eight bytes in network order. */
    public void putLong(int datagram, int offset, long value) {
        buffers.set(NET_LONG, (long) datagram * room + offset, value);
    }

    /** Writes bytes. */
    public void put(int datagram, int offset, byte[] bytes, int length) {
        MemorySegment.copy(bytes, 0, buffers, JAVA_BYTE, (long) datagram * room + offset, length);
    }

    /** Whether no more can be added. */
    public boolean full() {
        return filled == size;
    }

    /** Sends all that was added; says how many the kernel took. What it did not take is dropped, as a full line would. */
    public int send(BatchSocket socket) throws IOException {
        int count = filled;
        filled = 0;
        int sent = 0;
        while (sent < count) {
            int now = libc.send(
                    socket.descriptor(),
                    headers.asSlice((long) sent * HEADER, (long) (count - sent) * HEADER),
                    count - sent);
            if (now == 0) {
                break;
            }
            sent += now;
        }
        return sent;
    }
}
