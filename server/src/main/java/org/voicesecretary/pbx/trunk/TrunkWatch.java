package org.voicesecretary.pbx.trunk;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeTrunk;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.Timers;

/**
 * Looks after trunks that calls go out by: where their hosts are, and whether they answer OPTIONS. A trunk that does not is passed over
 * until it does again. Any answer will do, for many providers refuse OPTIONS, but one that says that it cannot serve (503).
 */
public final class TrunkWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrunkWatch.class);
    /** After a probe that says the opposite of those before. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration LOOK_UP_AGAIN = Duration.ofMinutes(1);

    /** What it asks of the network. */
    public interface Network {
        /** Where a host is, by RFC 3263. */
        List<InetAddress> addresses(SipUri host) throws IOException;

        /**
         * Asks a host whether it is there, and waits for its answer.
         *
         * @return empty where it is; else why it is not, in words
         */
        Optional<String> probe(SipUri host) throws InterruptedException;
    }

    private final Network network;
    private final TrunkSources sources;
    private final Timers timers;
    private final MeterRegistry meters;
    private final Map<TrunkKey, Watched> watched = new HashMap<>();
    private boolean closed;

    public TrunkWatch(Network network, TrunkSources sources, Timers timers, MeterRegistry meters) {
        this.network = network;
        this.sources = sources;
        this.timers = timers;
        this.meters = meters;
    }

    /** The trunks are these from now on; the state of those that are the same is kept. */
    public synchronized void follow(List<Office> offices) {
        if (closed) {
            return;
        }
        sources.follow(offices);
        Map<TrunkKey, OfficeTrunk> wanted = TrunkKey.among(offices, OfficeTrunk::callsOut);
        for (Watched now : new ArrayList<>(watched.values())) {
            if (!now.trunk.equals(wanted.get(now.key))) {
                watched.remove(now.key);
                now.close();
            }
        }
        wanted.forEach((key, trunk) -> {
            if (!watched.containsKey(key)) {
                var begun = new Watched(key, trunk);
                watched.put(key, begun);
                begun.begin();
            }
        });
    }

    /** Whether calls out may use it; also true of one that nothing is known of. */
    public synchronized boolean isUp(TrunkKey key) {
        Watched one = watched.get(key);
        return one == null || one.isUp();
    }

    /** Those that do not answer, and why, in words; empty where all do. */
    public synchronized List<String> troubles() {
        return watched.values().stream()
                .filter(one -> !one.isUp())
                .map(one -> one.key + " does not answer: " + one.why)
                .sorted()
                .toList();
    }

    /** How many are watched. */
    public synchronized int size() {
        return watched.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        watched.values().forEach(Watched::close);
        watched.clear();
    }

    private final class Watched {
        private final TrunkKey key;
        private final OfficeTrunk trunk;
        private final TrunkState state = new TrunkState();
        private final Gauge gauge;
        private volatile String why = "";
        private boolean over;
        private Timers.@Nullable Timer lookUp;
        private Timers.@Nullable Timer probe;

        Watched(TrunkKey key, OfficeTrunk trunk) {
            this.key = key;
            this.trunk = trunk;
            this.gauge = Gauge.builder("trunk.up", this, one -> one.isUp() ? 1 : 0)
                    .tag("pbx", String.valueOf(key.pbxId()))
                    .tag("trunk", key.trunk())
                    .register(meters);
        }

        synchronized void begin() {
            lookUp = timers.schedule(Duration.ZERO, this::lookUp);
            if (trunk.probe().isPositive()) {
                probe = timers.schedule(Duration.ZERO, this::probe);
            }
        }

        synchronized boolean isUp() {
            return state.isUp();
        }

        private void lookUp() {
            TrunkOrders.host(trunk).ifPresent(host -> {
                try {
                    sources.found(key, network.addresses(host));
                } catch (IOException e) {
                    LOG.warn("{}: {} is not known: {}", key, trunk.host(), e.getMessage());
                }
            });
            synchronized (this) {
                if (!over) {
                    lookUp = timers.schedule(LOOK_UP_AGAIN, this::lookUp);
                }
            }
        }

        private void probe() {
            Optional<SipUri> host = TrunkOrders.host(trunk);
            if (host.isEmpty()) {
                return;
            }
            try {
                told(network.probe(host.get()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void told(Optional<String> trouble) {
            if (over) {
                return;
            }
            trouble.ifPresent(words -> why = words);
            if (state.probed(trouble.isEmpty())) {
                if (state.isUp()) {
                    LOG.info("{} answers again", key);
                } else {
                    LOG.warn("{} does not answer, and is passed over until it does: {}", key, why);
                }
            }
            boolean hurry = state.isInDoubt() && SOON.compareTo(trunk.probe()) < 0;
            probe = timers.schedule(hurry ? SOON : trunk.probe(), this::probe);
        }

        synchronized void close() {
            over = true;
            meters.remove(gauge);
            if (lookUp != null) {
                lookUp.cancel();
            }
            if (probe != null) {
                probe.cancel();
            }
        }
    }
}
