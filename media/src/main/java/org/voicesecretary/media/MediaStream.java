package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.clock.Paced;
import org.voicesecretary.media.clock.PacingWheel;
import org.voicesecretary.media.dtls.DtlsIdentity;
import org.voicesecretary.media.ice.IceCredentials;
import org.voicesecretary.media.net.PacketPoller;
import org.voicesecretary.media.net.PortPair;
import org.voicesecretary.media.record.Recording;
import org.voicesecretary.media.rtp.RtpHeader;
import org.voicesecretary.media.rtp.RtpSource;
import org.voicesecretary.media.sdp.NegotiatedAudio;
import org.voicesecretary.media.sdp.WebDescription;

/** The media of one session as its loop sees it: what is sent each turn, what is taken in, when the peer is given up. One thread only. */
final class MediaStream implements Paced {
    private final StreamHome home;
    private final PortPair ports;
    private final Runnable released;
    private final MediaListener listener;
    private final MediaClock clock;
    private final PlayQueue queue;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Encryption encryption;
    private final RtcpStage rtcp;
    private final long frameNanos;
    private final long timeoutNanos;
    private PacingWheel.@Nullable Seat seat;
    private @Nullable NegotiatedAudio agreed;
    private @Nullable Recording recording;
    private @Nullable Runnable parting;
    private @Nullable WebPath web;
    private boolean awaiting;
    private long awaitingSince;
    private boolean timeoutTold;
    private boolean closed;

    MediaStream(
            StreamHome home,
            PortPair ports,
            MediaListener listener,
            MediaConfig config,
            IdleSound idleSound,
            IdleAudio idle,
            Runnable released) {
        this.home = home;
        this.ports = ports;
        this.released = released;
        this.listener = listener;
        MediaLoop loop = home.loop();
        this.clock = loop.clock();
        this.queue = new PlayQueue(listener);
        this.encryption = new Encryption(home);
        RtpSender sender = new RtpSender(ports.rtp(), clock, home, encryption, loop.random());
        this.outbound = new Outbound(sender, clock, home, idleSound, idle, queue, loop.random());
        this.inbound = new Inbound(home, listener);
        this.rtcp = new RtcpStage(home, ports, outbound, inbound, encryption);
        this.frameNanos = config.pacing().frame().toNanos();
        this.timeoutNanos = config.rtpTimeout().toNanos();
    }

    /** Begins to read. */
    void open() {
        read();
    }

    private void read() {
        PacketPoller poller = home.loop().poller();
        poller.register(ports.rtp(), this::onRtpPort);
        poller.register(ports.rtcp(), this::onRtcpPort);
    }

    /** Lives on another loop from now on, and does {@code then} there. */
    void moveTo(MediaLoop there, Runnable then) {
        MediaLoop here = home.loop();
        PacingWheel.Seat taken = seat;
        if (taken != null) {
            here.pacer().leave(taken);
            seat = null;
        }
        here.poller().deregister(ports.rtp());
        here.poller().deregister(ports.rtcp());
        home.move(there);
        there.pacer().execute(() -> {
            arrive();
            then.run();
        });
    }

    private void arrive() {
        if (!closed) {
            read();
            sit();
        }
    }

    private void sit() {
        if (seat == null && agreed != null) {
            seat = home.loop().pacer().join(this);
        }
    }

    /**
     * Is joined to others: whatever it was joined to before ends.
     *
     * @param end ends the connection; called when the session is closed or joined elsewhere
     * @return false where the session has been closed
     */
    boolean tie(Runnable end) {
        part();
        if (!closed) {
            parting = end;
        }
        return !closed;
    }

    /** Leaves whom it is joined to. */
    void part() {
        Runnable before = parting;
        parting = null;
        if (before != null) {
            before.run();
        }
    }

    /** Is joined to nobody any more. */
    void untie() {
        parting = null;
    }

    LoopScratch scratch() {
        return home.scratch();
    }

    /** The peer is a browser: media waits for its checks and its handshake. */
    void connectWeb(DtlsIdentity identity, IceCredentials ours, WebDescription.Peer peer) {
        WebPath before = web;
        if (before != null) {
            before.close();
        }
        web = closed
                ? null
                : new WebPath(home, ports.rtp(), encryption, listener, identity, ours, peer, inbound.latch()::announce);
    }

    /** From now on, media goes as agreed. */
    void agree(Agreement agreement) {
        if (closed) {
            return;
        }
        NegotiatedAudio audio = agreement.audio();
        agreed = audio;
        outbound.agree(audio);
        if (web == null) {
            encryption.agree(audio.srtp());
            follow(agreement);
        } else { // ICE and DTLS bring address and keys
            inbound.agree(audio, null);
        }
        rtcp.agree(audio, web == null ? agreement.rtcp() : null);
        // Whoever holds us may as well say nothing: only a session that both want to be heard in can be missed.
        boolean expects = audio.direction().sends()
                && audio.direction().receives()
                && !audio.remoteRtp().isUnspecified();
        if (expects && !awaiting) {
            awaitingSince = clock.nanos();
        }
        awaiting = expects;
        sit();
    }

    private void follow(Agreement agreement) {
        NegotiatedAudio audio = agreement.audio();
        switch (agreement.peer()) {
            case SAME -> inbound.agree(audio, null);
            case RENEWED -> {
                inbound.agree(audio, null);
                inbound.latch().reopen();
            }
            case MOVED -> inbound.agree(audio, agreement.rtp());
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
        WebPath path = web;
        if (path != null && !path.passes(packet, source)) {
            return;
        }
        if (RtpHeader.isRtcp(packet)) { // RFC 5761, taken in even where it was not agreed
            rtcp.onPacket(packet, source, nanos);
        } else if (encryption.open(packet, false)) { // before all else: what is not authentic latches nothing
            inbound.onRtp(packet, source, nanos);
        } else {
            inbound.countMalformed();
        }
    }

    private void onRtcpPort(ByteBuffer packet, InetSocketAddress source, long nanos) {
        if (web != null) { // a browser has one port for all
            return;
        }
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
        part();
        PacingWheel.Seat taken = seat;
        if (taken != null) {
            home.loop().pacer().leave(taken);
            rtcp.bye(clock.nanos());
        }
        queue.stopAll(clock.nanos());
        stopRecording();
        WebPath path = web;
        if (path != null) {
            path.close();
        }
        ports.close();
        released.run();
        return true;
    }

    MediaStats stats() {
        RtpSource source = inbound.source();
        RtpSender sender = outbound.sender();
        return new MediaStats(
                outbound.codec(),
                inbound.latch().target(),
                inbound.latch().latched(),
                sender.packets(),
                sender.bytes(),
                sender.failures(),
                sender.late(),
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
