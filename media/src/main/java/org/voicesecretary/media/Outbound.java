package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.bridge.Splice;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;
import org.voicesecretary.media.record.Recording;
import org.voicesecretary.media.record.TimelinePlace;
import org.voicesecretary.media.rtp.RtpView;
import org.voicesecretary.media.sdp.NegotiatedAudio;

/**
 * The sending half of a session: one frame per turn, from a key being sent, a playback, a voice, or the idle sound; and between the turns
 * what the other side of a bridge says, as it comes. One row of sequence numbers and timestamps for all of it. On the loop's thread only.
 */
final class Outbound {
    /** So long after the last packet of the other side our own idle sound is not needed: it has only been delayed, or is lost. */
    private static final long FORWARDED_NANOS = 200_000_000L;

    private final RtpSender sender;
    private final MediaClock clock;
    private final StreamHome home;
    private final IdleSound idleSound;
    private final IdleAudio idle;
    private final PlayQueue queue;
    private final DigitQueue digits = new DigitQueue();
    private final ToneQueue tones = new ToneQueue();
    private final TimelinePlace place = new TimelinePlace();
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
    private @Nullable Voice voice;
    private @Nullable Splice spliced;
    private long forwardedEnd;
    private long forwardedNanos;

    Outbound(
            RtpSender sender,
            MediaClock clock,
            StreamHome home,
            IdleSound idleSound,
            IdleAudio idle,
            PlayQueue queue,
            RandomGenerator random) {
        this.sender = sender;
        this.clock = clock;
        this.home = home;
        this.idleSound = idleSound;
        this.idle = idle;
        this.queue = queue;
        this.timestamp = random.nextInt() & 0xffff_ffffL; // RFC 3550 §5.1: it begins at random
        this.forwardedNanos = clock.nanos() - FORWARDED_NANOS;
    }

    /** From now on, send as agreed. */
    void agree(NegotiatedAudio audio) {
        if (codec != audio.codec()) {
            contiguous = false;
            tones.clear();
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
            endForwarding();
            return sendEvent(deadline, speaking, to);
        }
        byte[] frame = home.scratch().frame;
        Playback playback = null;
        boolean ready = true;
        if (tones.takesTurn()) {
            tones.next(frame);
        } else if ((playback = queue.current(speaking, deadline)) != null) {
            playback.audio(speaking).copyFrame(playback.takeFrame(), frame, 0);
        } else {
            ready = otherFrame(speaking, deadline, frame);
        }
        boolean sent = false;
        if (ready) {
            endForwarding();
            record(deadline, speaking, frame);
            sent = to != null && sendAudio(speaking, frame, deadline, to);
        }
        if (to == null || !ready) {
            contiguous = false;
            gatheredBytes = 0;
        }
        timestamp += speaking.frameTicks();
        if (playback != null) {
            queue.sent(playback, speaking, clock.nanos());
        }
        return sent;
    }

    private boolean otherFrame(AudioCodec speaking, long deadline, byte[] frame) {
        Voice speaker = voice;
        if (speaker != null && speaker.frame(speaking, frame)) {
            return true;
        }
        EncodedAudio source = idleFrames;
        if (source == null || deadline - forwardedNanos < FORWARDED_NANOS) {
            return false;
        }
        source.copyFrame(idleFrame, frame, 0);
        idleFrame = (idleFrame + 1) % source.frames();
        return true;
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

    private boolean sendAudio(AudioCodec speaking, byte[] frame, long deadline, InetSocketAddress target) {
        byte[] gathering = gathered;
        if (gathering != null) {
            if (gatheredBytes == 0) {
                gatheredTimestamp = timestamp;
            }
            System.arraycopy(frame, 0, gathering, gatheredBytes, speaking.frameBytes());
            gatheredBytes += speaking.frameBytes();
            if (gatheredBytes < gathering.length) {
                return false;
            }
            gatheredBytes = 0;
            return send(gathering, 0, gathering.length, gatheredTimestamp, deadline, target);
        }
        if (packetMillis < AudioCodec.FRAME_MILLIS) { // two halves at once: as even as a turn every 20 ms can be
            int half = speaking.bytesIn(packetMillis);
            boolean first = send(frame, 0, half, timestamp, deadline, target);
            return send(frame, half, half, timestamp + half, deadline, target) || first;
        }
        return send(frame, 0, speaking.frameBytes(), timestamp, deadline, target);
    }

    private boolean send(byte[] payload, int offset, int length, long at, long deadline, InetSocketAddress target) {
        // RFC 3551 §4.1: the marker begins a talkspurt, that is, follows a time without packets
        boolean sent = sender.send(!contiguous, payloadType, at, payload, offset, length, deadline, target);
        contiguous = true;
        return sent;
    }

    private boolean sendEvent(long deadline, AudioCodec speaking, InetSocketAddress target) {
        byte[] payload = home.scratch().frame;
        digits.next(timestamp, payload);
        boolean sent = sender.send(
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

    /** Whether the other side of a bridge is heard now: not while we play a prompt or send a key. */
    boolean takesForwarded() {
        return !queue.playing() && !digits.sending() && !tones.sending();
    }

    /**
     * Passes on audio of another stream at once.
     *
     * @param splice keeps how that stream fits into ours
     */
    void forward(
            Splice splice,
            boolean marker,
            int sourceSequence,
            long sourceTimestamp,
            byte[] payload,
            int length,
            long nanos,
            @Nullable InetSocketAddress target) {
        AudioCodec speaking = codec;
        if (speaking == null || !fit(splice, sourceSequence, sourceTimestamp)) {
            return;
        }
        noteForwarded(splice.timestamp() + (long) length * speaking.frameTicks() / speaking.frameBytes(), nanos);
        Recording into = recording;
        if (into != null) {
            long position = place.of(into, splice.timestamp(), nanos);
            into.frame(Recording.ROBOT, speaking, position, payload, 0, length);
        }
        if (sending && target != null) {
            sender.sendPlaced(
                    marker || splice.beginning(),
                    payloadType,
                    splice.sequence(),
                    splice.timestamp(),
                    payload,
                    length,
                    nanos,
                    target);
        }
    }

    /** Passes on a packet of a telephone-event; it keeps its place among the audio that is forwarded. */
    void forwardEvent(
            Splice splice, RtpView view, byte[] payload, int duration, long nanos, @Nullable InetSocketAddress target) {
        if (codec == null || !fit(splice, view.sequence(), view.timestamp())) {
            return;
        }
        noteForwarded(splice.timestamp() + duration, nanos);
        if (sending && target != null) {
            sender.sendPlaced(
                    view.marker(),
                    eventPayloadType,
                    splice.sequence(),
                    splice.timestamp(),
                    payload,
                    DigitQueue.PAYLOAD_BYTES,
                    nanos,
                    target);
        }
    }

    /** Sends a packet of a telephone-event that comes from another stream, whose audio is said turn by turn. */
    void event(boolean marker, long at, byte[] payload, long nanos, @Nullable InetSocketAddress target) {
        forwardedNanos = nanos;
        if (sending && target != null) {
            sender.send(marker, eventPayloadType, at, payload, 0, DigitQueue.PAYLOAD_BYTES, nanos, target);
        }
    }

    private boolean fit(Splice splice, int sourceSequence, long sourceTimestamp) {
        if (spliced != splice) {
            endForwarding();
            splice.release();
            spliced = splice;
            forwardedEnd = timestamp;
            gatheredBytes = 0;
        }
        return splice.place(sourceSequence, sourceTimestamp, sender.nextSequence(), nextTimestamp());
    }

    /** Where something that begins now belongs: behind all that was sent. */
    long nextTimestamp() {
        return spliced != null && (int) (forwardedEnd - timestamp) > 0 ? forwardedEnd : timestamp;
    }

    private void noteForwarded(long end, long nanos) {
        if ((int) (end - forwardedEnd) > 0) {
            forwardedEnd = end;
        }
        forwardedNanos = nanos;
    }

    /** Nobody forwards any more: the next turn is our own again. */
    void endForwarded() {
        endForwarding();
        forwardedNanos = clock.nanos() - FORWARDED_NANOS;
    }

    /** Our own sound goes on behind what was forwarded. */
    private void endForwarding() {
        Splice ending = spliced;
        if (ending != null) {
            ending.release();
            spliced = null;
            contiguous = false;
            place.reset();
            if ((int) (forwardedEnd - timestamp) > 0) {
                timestamp = forwardedEnd;
            }
        }
    }

    /** What is said while nothing is played; null for nobody. */
    void voice(@Nullable Voice speaker) {
        voice = speaker;
    }

    private void record(long deadline, AudioCodec speaking, byte[] frame) {
        Recording into = recording;
        if (into != null) {
            into.frame(Recording.ROBOT, speaking, into.position(deadline), frame, 0, speaking.frameBytes());
        }
    }

    void record(@Nullable Recording into) {
        recording = into;
        place.reset();
    }

    DigitQueue digits() {
        return digits;
    }

    ToneQueue tones() {
        return tones;
    }

    boolean eventsAgreed() {
        return eventPayloadType != NegotiatedAudio.NONE;
    }

    /** Whether it takes packets of 20 ms and longer. */
    boolean takesWholeFrames() {
        return packetMillis >= AudioCodec.FRAME_MILLIS;
    }

    @Nullable
    AudioCodec codec() {
        return codec;
    }

    RtpSender sender() {
        return sender;
    }

    /** The timestamp that belongs to the last turn's deadline. */
    long lastTimestamp() {
        AudioCodec speaking = codec;
        return (speaking == null ? timestamp : timestamp - speaking.frameTicks()) & 0xffff_ffffL;
    }
}
