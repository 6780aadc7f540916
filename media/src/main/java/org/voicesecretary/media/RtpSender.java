package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.net.PacketSocket;
import org.voicesecretary.media.rtp.RtpHeader;

/** The RTP stream that a session sends: its source, its row of numbers, its count. On the loop's thread only. */
final class RtpSender {
    private static final long LATE_NANOS = 10_000_000L;

    private final PacketSocket socket;
    private final MediaClock clock;
    private final StreamHome home;
    private final Encryption encryption;
    private final int ssrc;
    private int nextSequence;
    private long packets;
    private long bytes;
    private long failures;
    private long late;

    RtpSender(PacketSocket socket, MediaClock clock, StreamHome home, Encryption encryption, RandomGenerator random) {
        this.socket = socket;
        this.clock = clock;
        this.home = home;
        this.encryption = encryption;
        this.ssrc = random.nextInt(); // RFC 3550 §5.1: they begin at random
        this.nextSequence = random.nextInt() & 0x7fff; // RFC 4568 §6.4: the lower half, so that no roll-over is near
    }

    /** Sends the next packet of the row; {@code deadline} is when it should have left. */
    boolean send(
            boolean marker,
            int type,
            long timestamp,
            byte[] payload,
            int offset,
            int length,
            long deadline,
            InetSocketAddress target) {
        int sequence = nextSequence;
        nextSequence = (nextSequence + 1) & 0xffff;
        return packet(marker, type, sequence, timestamp, payload, offset, length, deadline, target);
    }

    /** Sends a packet that has its place in the row already. */
    boolean sendPlaced(
            boolean marker,
            int type,
            int sequence,
            long timestamp,
            byte[] payload,
            int length,
            long arrival,
            InetSocketAddress target) {
        if ((short) (sequence - nextSequence) >= 0) {
            nextSequence = (sequence + 1) & 0xffff;
        }
        return packet(marker, type, sequence, timestamp, payload, 0, length, arrival, target);
    }

    private boolean packet(
            boolean marker,
            int type,
            int sequence,
            long timestamp,
            byte[] payload,
            int offset,
            int length,
            long deadline,
            InetSocketAddress target) {
        ByteBuffer packet = home.scratch().packet;
        packet.clear();
        RtpHeader.write(packet, marker, type, sequence, timestamp, ssrc);
        packet.put(payload, offset, length).flip();
        if (!encryption.protect(packet, false) || !socket.send(packet, target)) {
            failures++;
            return false;
        }
        packets++;
        bytes += length;
        if (clock.nanos() - deadline > LATE_NANOS) {
            late++;
        }
        return true;
    }

    int ssrc() {
        return ssrc;
    }

    int nextSequence() {
        return nextSequence;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    long failures() {
        return failures;
    }

    long late() {
        return late;
    }
}
