package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.clock.Paced;
import org.voicesecretary.media.clock.PacingWheel;
import org.voicesecretary.media.net.PortPair;
import org.voicesecretary.media.record.Recording;
import org.voicesecretary.media.rtp.RtpHeader;
import org.voicesecretary.media.rtp.RtpSource;
import org.voicesecretary.media.sdp.NegotiatedAudio;

/** The media of one session as its loop sees it: what is sent each turn, what is taken in, when the peer is given up. One thread only. */
final class MediaStream implements Paced {
    private final MediaLoop loop;
    private final PortPair ports;
    private final Runnable released;
    private final MediaListener listener;
    private final MediaClock clock;
    private final PlayQueue queue;
    private final Outbound outbound;
    private final Inbound inbound;
    private final RtcpStage rtcp;
    private final long frameNanos;
    private final long timeoutNanos;
    private PacingWheel.@Nullable Seat seat;
    private @Nullable NegotiatedAudio agreed;
    private @Nullable Recording recording;
    private boolean awaiting;
    private long awaitingSince;
    private boolean timeoutTold;
    private boolean closed;

    MediaStream(
            MediaLoop loop,
            PortPair ports,
            MediaListener listener,
            MediaConfig config,
            IdleSound idleSound,
            IdleAudio idle,
            Runnable released) {
        this.loop = loop;
        this.ports = ports;
        this.released = released;
        this.listener = listener;
        this.clock = loop.clock();
        this.queue = new PlayQueue(listener);
        this.outbound = new Outbound(ports.rtp(), clock, loop.scratch(), idleSound, idle, queue, loop.random());
        this.inbound = new Inbound(loop.scratch(), listener);
        this.rtcp = new RtcpStage(loop, ports, outbound, inbound);
        this.frameNanos = config.pacing().frame().toNanos();
        this.timeoutNanos = config.rtpTimeout().toNanos();
    }

    /** Begins to read. */
    void open() {
        loop.poller().register(ports.rtp(), this::onRtpPort);
        loop.poller().register(ports.rtcp(), this::onRtcpPort);
    }

    /** From now on, media goes as agreed. */
    void agree(Agreement agreement) {
        if (closed) {
            return;
        }
        NegotiatedAudio audio = agreement.audio();
        agreed = audio;
        outbound.agree(audio);
        switch (agreement.peer()) {
            case SAME -> inbound.agree(audio, null);
            case RENEWED -> {
                inbound.agree(audio, null);
                inbound.latch().reopen();
            }
            case MOVED -> inbound.agree(audio, agreement.rtp());
        }
        rtcp.agree(audio, agreement.rtcp());
        boolean expects = audio.direction().receives();
        if (expects && !awaiting) {
            awaitingSince = clock.nanos();
        }
        awaiting = expects;
        if (seat == null) {
            seat = loop.pacer().join(this);
        }
    }

    @Override
    public boolean tick(long deadlineNanos) {
        boolean sent = outbound.turn(deadlineNanos, inbound.latch().target(), frameNanos);
        inbound.turn(deadlineNanos);
        rtcp.turn(deadlineNanos);
        if (awaiting && !timeoutTold && timeoutNanos > 0) {
            watch(deadlineNanos);
        }
        return sent;
    }

    private void watch(long now) {
        long since = awaitingSince;
        if (inbound.heard()) {
            since = Math.max(since, inbound.lastReceived());
        }
        if (rtcp.heard()) { // whoever suppresses silence is still there
            since = Math.max(since, rtcp.lastReceived());
        }
        if (now - since > timeoutNanos) {
            timeoutTold = true;
            listener.onRtpTimeout();
        }
    }

    private void onRtpPort(ByteBuffer packet, InetSocketAddress source, long nanos) {
        if (RtpHeader.isRtcp(packet)) { // RFC 5761, taken in even where it was not agreed
            rtcp.onPacket(packet, source, nanos);
        } else {
            inbound.onRtp(packet, source, nanos);
        }
    }

    private void onRtcpPort(ByteBuffer packet, InetSocketAddress source, long nanos) {
        rtcp.onPacket(packet, source, nanos);
    }

    void play(Playback playback) {
        if (closed) {
            playback.stopped(clock.nanos());
        } else {
            queue.add(playback);
        }
    }

    void stop(Playback playback) {
        queue.stop(playback, clock.nanos());
    }

    void stopAll() {
        queue.stopAll(clock.nanos());
    }

    List<Prompt> queued() {
        return queue.prompts();
    }

    Outbound outbound() {
        return outbound;
    }

    Inbound inbound() {
        return inbound;
    }

    void record(Recording into) {
        if (closed) {
            into.end(clock.nanos());
            return;
        }
        recording = into;
        outbound.record(into);
        inbound.record(into);
    }

    /** Ends the recording, if one runs; its writer completes the file. */
    @Nullable
    Recording stopRecording() {
        Recording running = recording;
        recording = null;
        outbound.record(null);
        inbound.record(null);
        if (running != null) {
            running.end(clock.nanos());
        }
        return running;
    }

    /** Ends everything; returns false where that was done before. */
    boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        PacingWheel.Seat taken = seat;
        if (taken != null) {
            loop.pacer().leave(taken);
            rtcp.bye(clock.nanos());
        }
        queue.stopAll(clock.nanos());
        stopRecording();
        ports.close();
        released.run();
        return true;
    }

    MediaStats stats() {
        RtpSource source = inbound.source();
        return new MediaStats(
                outbound.codec(),
                inbound.latch().target(),
                inbound.latch().latched(),
                outbound.packets(),
                outbound.bytes(),
                outbound.failures(),
                outbound.late(),
                inbound.packets(),
                inbound.bytes(),
                source.lost(),
                source.misordered(),
                source.jitterMillis(),
                source.changes(),
                inbound.strangers(),
                inbound.malformed(),
                inbound.unknownPayloads(),
                inbound.lastReceived(),
                rtcp.remoteReport());
    }

    @Override
    public String toString() {
        return "at rtp port " + ports.port()
                + (agreed == null ? "" : " with " + inbound.latch().target());
    }

    /** Tells the listener that all is over. */
    void tellClosed(MediaStats inAll) {
        listener.onClosed(inAll);
    }
}
