package org.voicesecretary.media;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.clock.LatenessSnapshot;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.clock.SystemClock;
import org.voicesecretary.media.dtls.DtlsIdentity;
import org.voicesecretary.media.ice.IceCredentials;
import org.voicesecretary.media.net.PortAllocator;
import org.voicesecretary.media.net.PortPair;
import org.voicesecretary.media.net.PortsExhaustedException;
import org.voicesecretary.media.record.RecordingWriter;
import org.voicesecretary.media.sdp.LocalEndpoint;
import org.voicesecretary.media.sdp.OfferAnswer;

/** Serves the media of all calls of a machine: a few threads, each with its sessions, and one thread that writes recordings. */
public final class MediaEngine implements AutoCloseable {
    private final MediaConfig config;
    private final MediaClock clock;
    private final PortAllocator ports;
    private final List<MediaLoop> loops = new ArrayList<>();
    private final RecordingWriter recorder;
    private final IdleSound idleSound = new IdleSound();
    private final Map<Ringback, Prompt> ringbacks = new EnumMap<>(Ringback.class);
    private final KeyTones keyTones = new KeyTones();
    private final SplittableRandom random = new SplittableRandom();
    private final ReceivedInAll received = new ReceivedInAll();
    private final Set<MediaSession> sessions = ConcurrentHashMap.newKeySet();
    private final SecureRandom secrets = new SecureRandom();
    private volatile @Nullable DtlsIdentity dtlsIdentity;

    private MediaEngine(MediaConfig config, MediaClock clock) {
        this.config = config;
        this.clock = clock;
        this.ports = new PortAllocator(config.ports(), config.portRest(), clock, random.split());
        this.recorder = new RecordingWriter(clock);
        for (Ringback kind : Ringback.values()) {
            ringbacks.put(kind, Prompt.looping(kind.round(16_000)));
        }
        for (int i = 0; i < config.threads(); i++) {
            loops.add(new MediaLoop(clock, config.pacing(), random.split()));
        }
    }

    /** An engine whose threads run. */
    public static MediaEngine start(MediaConfig config) {
        return start(config, new SystemClock());
    }

    /** An engine whose threads run by {@code clock}. */
    public static MediaEngine start(MediaConfig config, MediaClock clock) {
        MediaEngine engine = new MediaEngine(config, clock);
        for (int i = 0; i < engine.loops.size(); i++) {
            engine.loops.get(i).pacer().start("media-" + i);
        }
        return engine;
    }

    /** An engine without threads, for tests: each {@link #turn} does what is due by {@code clock}. For one thread at a time. */
    public static MediaEngine turnedByHand(MediaConfig config, MediaClock clock) {
        return new MediaEngine(config, clock);
    }

    /** Which loops have not turned for {@code nanos}, as sentences; empty as long as all is well. */
    public List<String> stalled(long nanos) {
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            long since = clock.nanos() - loops.get(i).pacer().lastTurn();
            if (since > nanos) {
                complaints.add(
                        "media loop " + i + " has stood still for " + TimeUnit.NANOSECONDS.toSeconds(since) + " s");
            }
        }
        return complaints;
    }

    /** Does what is due, once, where the engine is turned by hand. */
    public void turn() {
        loops.forEach(loop -> loop.pacer().turn());
    }

    /** Opens a session as configured: its ports are bound when this returns. */
    public MediaSession open(MediaListener listener) throws PortsExhaustedException {
        return open(listener, SessionOptions.of(config));
    }

    /**
     * Opens a session.
     *
     * @throws PortsExhaustedException where there are no ports left; the running calls are untouched
     */
    public MediaSession open(MediaListener listener, SessionOptions options) throws PortsExhaustedException {
        PortPair pair = ports.acquire(options.bindAddress());
        StreamHome home = new StreamHome(leastLoaded());
        int rtcpPort = pair.rtcp().localAddress().getPort();
        LocalEndpoint endpoint = LocalEndpoint.of(options.advertisedAddress(), pair.port(), rtcpPort);
        MediaStream stream =
                new MediaStream(home, pair, listener, config, idleSound, options.idle(), () -> ports.release(pair));
        MediaSession session = new MediaSession(
                this, home, stream, new OfferAnswer(endpoint, options.capabilities(), nextRandom()), endpoint);
        sessions.add(session);
        home.execute(stream::open);
        return session;
    }

    /** A loop for one more; the caller counts it down from its load when it is done. */
    MediaLoop leastLoaded() {
        synchronized (loops) {
            MediaLoop best = loops.getFirst();
            for (MediaLoop loop : loops) {
                if (loop.pacer().load().get() < best.pacer().load().get()) {
                    best = loop;
                }
            }
            best.pacer().load().incrementAndGet();
            return best;
        }
    }

    private long nextRandom() {
        synchronized (random) {
            return random.nextLong();
        }
    }

    /** The clock whose nanoseconds listeners and playbacks tell. */
    public MediaClock clock() {
        return clock;
    }

    /** What it is configured to do. */
    public MediaConfig config() {
        return config;
    }

    /** What was done so far. */
    public EngineStats stats() {
        long skipped = 0;
        LatenessSnapshot lateness = LatenessSnapshot.empty();
        for (MediaLoop loop : loops) {
            lateness = lateness.plus(loop.pacer().lateness());
            skipped += loop.pacer().skippedTurns();
        }
        return new EngineStats(
                sessions.size(), ports.inUse(), lateness, skipped, recorder.running(), recorder.framesDropped());
    }

    /** What a caller hears while a phone rings, over and over; the same prompt for all calls. */
    public Prompt ringback(Ringback kind) {
        return Objects.requireNonNull(ringbacks.get(kind));
    }

    /** What browsers know this server by; made when the first of them calls. */
    DtlsIdentity dtlsIdentity() {
        DtlsIdentity known = dtlsIdentity;
        if (known == null) {
            synchronized (secrets) {
                known = dtlsIdentity;
                if (known == null) {
                    known = DtlsIdentity.create(secrets, clock.wallTime());
                    dtlsIdentity = known;
                }
            }
        }
        return known;
    }

    IceCredentials iceCredentials() {
        return IceCredentials.random(secrets);
    }

    KeyTones keyTones() {
        return keyTones;
    }

    RecordingWriter recorder() {
        return recorder;
    }

    /** What came in, over all sessions that have ended. */
    public ReceivedInAll received() {
        return received;
    }

    void closed(MediaSession session, MediaStats inAll) {
        if (sessions.remove(session)) {
            received.add(inAll);
            session.home().loop().pacer().load().decrementAndGet();
        }
    }

    /** Ends all sessions, completes all recordings, stops all threads. */
    @Override
    public void close() {
        sessions.forEach(MediaSession::close);
        loops.forEach(MediaLoop::close);
        recorder.close();
    }
}
