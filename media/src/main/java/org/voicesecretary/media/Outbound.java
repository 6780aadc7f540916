package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;
import org.voicesecretary.media.net.PacketSocket;
import org.voicesecretary.media.record.Recording;
import org.voicesecretary.media.rtp.RtpHeader;
import org.voicesecretary.media.sdp.NegotiatedAudio;

/** The sending half of a session: one frame per turn, from a key being sent, a playback, or the idle sound. On the loop's thread only. */
final class Outbound {
    private static final long LATE_NANOS = 10_000_000L;

    private final PacketSocket socket;
    private final MediaClock clock;
    private final LoopScratch scratch;
    private final IdleSound idleSound;
    private final IdleAudio idle;
    private final PlayQueue queue;
    private final DigitQueue digits = new DigitQueue();
    private final int ssrc;
    private int sequence;
    private long timestamp;
    private @Nullable AudioCodec codec;
    private int payloadType;
    private int eventPayloadType = NegotiatedAudio.NONE;
    private int packetMillis = AudioCodec.FRAME_MILLIS;
    private boolean sending;
    private @Nullable EncodedAudio idleFrames;
    private int idleFrame;
    private boolean contiguous;
    private byte @Nullable [] gathered;
    private int gatheredBytes;
    private long gatheredTimestamp;
    private long lastDeadline;
    private boolean started;
    private @Nullable Recording recording;
    private long packets;
    private long bytes;
    private long failures;
    private long late;

    Outbound(
            PacketSocket socket,
            MediaClock clock,
            LoopScratch scratch,
            IdleSound idleSound,
            IdleAudio idle,
            PlayQueue queue,
            RandomGenerator random) {
        this.socket = socket;
        this.clock = clock;
        this.scratch = scratch;
        this.idleSound = idleSound;
        this.idle = idle;
        this.queue = queue;
        this.ssrc = random.nextInt(); // RFC 3550 §5.1: all three begin at random
        this.sequence = random.nextInt() & 0xffff;
        this.timestamp = random.nextInt() & 0xffff_ffffL;
    }

    /** From now on, send as agreed. */
    void agree(NegotiatedAudio audio) {
        if (codec != audio.codec()) {
            contiguous = false;
        }
        codec = audio.codec();
        payloadType = audio.sendPayloadType();
        eventPayloadType = audio.sendTelephoneEvent();
        packetMillis = audio.ptimeMillis();
        gathered = packetMillis > AudioCodec.FRAME_MILLIS ? new byte[codec.bytesIn(packetMillis)] : null;
        gatheredBytes = 0;
        sending = audio.direction().sends() && !audio.remoteRtp().isUnspecified();
        idleFrames = idleSound.of(idle, codec);
        idleFrame = 0;
        if (!sending || !eventsAgreed()) {
            digits.clear();
        }
    }

    /** Takes the turn due at {@code deadline}; says whether a packet was sent. */
    boolean turn(long deadline, @Nullable InetSocketAddress target, long frameNanos) {
        AudioCodec speaking = codec;
        if (speaking == null) {
            return false;
        }
        passTime(deadline, speaking, frameNanos);
        InetSocketAddress to = sending ? target : null;
        if (to != null && digits.takesTurn()) {
            return sendEvent(deadline, speaking, to);
        }
        Playback playback = queue.current(speaking, deadline);
        EncodedAudio source = idleFrames;
        int frame = idleFrame;
        if (playback != null) {
            source = playback.audio(speaking);
            frame = playback.takeFrame();
        } else if (source != null) {
            idleFrame = (idleFrame + 1) % source.frames();
        }
        boolean sent = false;
        if (source != null) {
            record(deadline, speaking, source, frame);
            sent = to != null && sendAudio(speaking, source, frame, deadline, to);
        }
        if (to == null || source == null) {
            contiguous = false;
            gatheredBytes = 0;
        }
        timestamp += speaking.frameTicks();
        if (playback != null) {
            queue.sent(playback, speaking, clock.nanos());
        }
        return sent;
    }

    /** Turns that were given up leave a gap in the timestamps, not in the sequence: the sound stays in its place in time. */
    private void passTime(long deadline, AudioCodec speaking, long frameNanos) {
        if (started) {
            long missed = (deadline - lastDeadline + frameNanos / 2) / frameNanos - 1;
            if (missed > 0) {
                timestamp += missed * speaking.frameTicks();
                contiguous = false;
                gatheredBytes = 0;
            }
        }
        started = true;
        lastDeadline = deadline;
    }

    private boolean sendAudio(
            AudioCodec speaking, EncodedAudio source, int frame, long deadline, InetSocketAddress target) {
        byte[] gathering = gathered;
        if (gathering != null) {
            if (gatheredBytes == 0) {
                gatheredTimestamp = timestamp;
            }
            source.copyFrame(frame, gathering, gatheredBytes);
            gatheredBytes += speaking.frameBytes();
            if (gatheredBytes < gathering.length) {
                return false;
            }
            gatheredBytes = 0;
            return send(gathering, 0, gathering.length, gatheredTimestamp, deadline, target);
        }
        byte[] bytes = scratch.frame;
        source.copyFrame(frame, bytes, 0);
        if (packetMillis < AudioCodec.FRAME_MILLIS) { // two halves at once: as even as a turn every 20 ms can be
            int half = speaking.bytesIn(packetMillis);
            boolean first = send(bytes, 0, half, timestamp, deadline, target);
            return send(bytes, half, half, timestamp + half, deadline, target) || first;
        }
        return send(bytes, 0, speaking.frameBytes(), timestamp, deadline, target);
    }

    private boolean send(byte[] payload, int offset, int length, long at, long deadline, InetSocketAddress target) {
        // RFC 3551 §4.1: the marker begins a talkspurt, that is, follows a time without packets
        boolean sent = sendPacket(!contiguous, payloadType, at, payload, offset, length, deadline, target);
        contiguous = true;
        return sent;
    }

    private boolean sendPacket(
            boolean marker,
            int type,
            long at,
            byte[] payload,
            int offset,
            int length,
            long deadline,
            InetSocketAddress target) {
        ByteBuffer packet = scratch.packet;
        packet.clear();
        RtpHeader.write(packet, marker, type, sequence, at, ssrc);
        packet.put(payload, offset, length).flip();
        sequence = (sequence + 1) & 0xffff;
        if (!socket.send(packet, target)) {
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

    private boolean sendEvent(long deadline, AudioCodec speaking, InetSocketAddress target) {
        byte[] payload = scratch.frame;
        digits.next(timestamp, payload);
        boolean sent = sendPacket(
                digits.marker(),
                eventPayloadType,
                digits.timestamp(),
                payload,
                0,
                DigitQueue.PAYLOAD_BYTES,
                deadline,
                target);
        timestamp += speaking.frameTicks();
        contiguous = true; // events keep the stream going (RFC 4733 §2.5.1.2)
        gatheredBytes = 0;
        return sent;
    }

    private void record(long deadline, AudioCodec speaking, EncodedAudio source, int frame) {
        Recording into = recording;
        if (into != null) {
            source.copyFrame(frame, scratch.frame, 0);
            into.frame(Recording.ROBOT, speaking, into.position(deadline), scratch.frame, 0, speaking.frameBytes());
        }
    }

    void record(@Nullable Recording into) {
        recording = into;
    }

    DigitQueue digits() {
        return digits;
    }

    private boolean eventsAgreed() {
        return eventPayloadType != NegotiatedAudio.NONE;
    }

    @Nullable
    AudioCodec codec() {
        return codec;
    }

    int ssrc() {
        return ssrc;
    }

    /** The timestamp that belongs to the last turn's deadline. */
    long lastTimestamp() {
        AudioCodec speaking = codec;
        return (speaking == null ? timestamp : timestamp - speaking.frameTicks()) & 0xffff_ffffL;
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
