package org.voicesecretary.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.media.codec.AudioCodec;

/** An RTP socket that sends packets bit by bit as a test says, and notes when each packet came. */
final class RawRtp implements AutoCloseable {
    /** A packet as it came, at {@code nanos} of System.nanoTime. */
    record Packet(long nanos, int type, boolean marker, int sequence, long timestamp, int ssrc, byte[] payload) {
        /** Whether it sounds louder than −50 dBFS; of PCMU. */
        boolean isLoud() {
            short[] samples = new short[payload.length];
            AudioCodec.PCMU.newDecoder().decode(payload, 0, payload.length, samples, 0);
            double sum = 0;
            for (short sample : samples) {
                sum += (double) sample * sample;
            }
            return Math.sqrt(sum / Math.max(1, samples.length)) > 100;
        }
    }

    static final int KEYS = 101;

    private final DatagramSocket socket;
    private final List<Packet> packets = new ArrayList<>();
    private volatile InetSocketAddress target;
    private int sequence = 4_711;
    private long timestamp = 160_000;
    private int ssrc = 0x52415721;

    RawRtp(InetAddress address) throws IOException {
        socket = new DatagramSocket(0, address);
        Thread.ofVirtual().start(this::listen);
    }

    int port() {
        return socket.getLocalPort();
    }

    void connect(InetSocketAddress peer) {
        target = peer;
    }

    InetSocketAddress target() {
        return target;
    }

    private void listen() {
        while (!socket.isClosed()) {
            var datagram = new DatagramPacket(new byte[2_048], 2_048);
            try {
                socket.receive(datagram);
            } catch (IOException e) {
                return;
            }
            long now = System.nanoTime();
            ByteBuffer bytes = ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength());
            if (bytes.remaining() < 12 || (bytes.get(0) & 0xc0) != 0x80 || (bytes.get(1) & 0xff) >= 192) {
                continue; // RTCP
            }
            int second = bytes.get(1);
            byte[] payload = new byte[bytes.remaining() - 12];
            bytes.get(12, payload);
            var packet = new Packet(
                    now,
                    second & 0x7f,
                    second < 0,
                    bytes.getShort(2) & 0xffff,
                    bytes.getInt(4) & 0xffffffffL,
                    bytes.getInt(8),
                    payload);
            synchronized (packets) {
                packets.add(packet);
                packets.notifyAll();
            }
        }
    }

    /** All so far. */
    List<Packet> packets() {
        synchronized (packets) {
            return List.copyOf(packets);
        }
    }

    int count() {
        synchronized (packets) {
            return packets.size();
        }
    }

    /** Waits until so many more packets have come that are loud, or not. */
    void hears(int count, boolean loud) throws InterruptedException {
        int from = count();
        hearsSince(from, count, loud);
    }

    /** Waits until so many packets have come since the mark that are loud, or not. */
    void hearsSince(int mark, int count, boolean loud) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        synchronized (packets) {
            while (packets.stream().skip(mark).filter(p -> p.isLoud() == loud).count() < count) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("no " + count + (loud ? " loud" : " silent") + " packets within 10 s; "
                            + (packets.size() - mark) + " came");
                }
                TimeUnit.NANOSECONDS.timedWait(packets, left);
            }
        }
    }

    /** Sends one frame of PCMU silence, as a phone does all the time. */
    void silence() throws IOException {
        byte[] frame = new byte[160];
        java.util.Arrays.fill(frame, (byte) 0xff);
        timestamp += 160;
        send(0, false, timestamp, frame);
    }

    /** Begins a new key: events of it share its timestamp. */
    void newKey() {
        timestamp += 800;
    }

    /** One telephone-event packet of the current key (RFC 4733 §2.3). */
    void event(int code, int duration, boolean first, boolean end) throws IOException {
        event(code, duration, first, end, ++sequence);
    }

    /** As {@link #event(int, int, boolean, boolean)} with a sequence number of its own, to repeat or reorder. */
    void event(int code, int duration, boolean first, boolean end, int number) throws IOException {
        event(code, duration, first, end, number, timestamp);
    }

    /** As above, of a key that began at another time. */
    void event(int code, int duration, boolean first, boolean end, int number, long at) throws IOException {
        byte[] payload = ByteBuffer.allocate(4)
                .put((byte) code)
                .put((byte) ((end ? 0x80 : 0) | 10))
                .putShort((short) duration)
                .array();
        sequence = number;
        raw(packet(KEYS, first, number, at, payload));
    }

    /** A whole key, as most phones send it: start, three on the way, three ends. */
    void key(int code) throws IOException {
        newKey();
        for (int i = 1; i <= 4; i++) {
            event(code, i * 160, i == 1, false);
        }
        for (int i = 0; i < 3; i++) {
            event(code, 800, false, true);
        }
    }

    long timestamp() {
        return timestamp;
    }

    int sequence() {
        return sequence;
    }

    void send(int type, boolean marker, long at, byte[] payload) throws IOException {
        raw(packet(type, marker, ++sequence, at, payload));
    }

    private byte[] packet(int type, boolean marker, int number, long at, byte[] payload) {
        return ByteBuffer.allocate(12 + payload.length)
                .put((byte) 0x80)
                .put((byte) ((marker ? 0x80 : 0) | type))
                .putShort((short) number)
                .putInt((int) at)
                .putInt(ssrc)
                .put(payload)
                .array();
    }

    /** Any bytes. */
    void raw(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, target));
    }

    @Override
    public void close() {
        socket.close();
    }
}
