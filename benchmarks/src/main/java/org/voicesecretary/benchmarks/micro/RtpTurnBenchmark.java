package org.voicesecretary.benchmarks.micro;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.media.MediaListener;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.PcmPrompt;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.sdp.SdpParser;

/** One frame of one session: pick it, head it, send it over the loopback. The system call is most of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RtpTurnBenchmark {
    private static final int SESSIONS = 160;
    private static final int TURNS = 8;

    private final Hand hand = new Hand();
    private final List<MediaSession> sessions = new ArrayList<>();
    private @Nullable MediaEngine engine;
    private @Nullable DatagramSocket peer;

    /** Time that moves when it is told to. */
    private static final class Hand implements MediaClock {
        private long nanos = 1_000_000_000L;

        @Override
        public Instant wallTime() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void parkUntil(long deadlineNanos) {
            nanos = Math.max(nanos, deadlineNanos);
        }
    }

    /** Opens the sessions; each plays. */
    @Setup
    public void open() throws Exception {
        peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        engine = MediaEngine.turnedByHand(MediaConfig.loopback(), hand);
        PcmPrompt prompt = new PcmPrompt(Tones.sine(440, 8000, 3_600_000, 8000));
        String offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
                + peer.getLocalPort() + " RTP/AVP 8\r\n";
        for (int i = 0; i < SESSIONS; i++) {
            MediaSession session = engine.open(MediaListener.ignoring());
            session.answer(SdpParser.parse(offer));
            session.play(prompt);
            sessions.add(session);
        }
    }

    /** A frame of all sessions, slot by slot. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public void frame() {
        MediaEngine turning = engine;
        if (turning == null) {
            throw new IllegalStateException("not set up");
        }
        for (int i = 0; i < TURNS; i++) {
            hand.nanos += 20_000_000L / TURNS;
            turning.turn();
        }
    }

    /** Closes all. */
    @TearDown
    public void close() {
        if (engine != null) {
            engine.close();
        }
        if (peer != null) {
            peer.close();
        }
    }
}
