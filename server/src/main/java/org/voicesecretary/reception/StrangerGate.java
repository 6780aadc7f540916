package org.voicesecretary.reception;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.config.LimitConfig;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.RequestFilter;
import org.voicesecretary.sip.transport.Transport;

/**
 * What sources that are on no trunk's list may cost us (A27): so many requests a second, then nothing; refusals that come
 * later and later, then silence for a while; known scanners get no answer at all. Trunks are never held up. The number
 * of remembered sources is bounded, so a flood from many addresses costs no memory.
 */
public final class StrangerGate implements RequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(StrangerGate.class);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);

    private final LimitConfig limits;
    private final Predicate<InetAddress> trunk;
    private final LongSupplier nanoTime;
    private final List<String> scannerAgents;
    private final Cache<InetAddress, Stranger> strangers;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** What is known of one source; guarded by itself. */
    private static final class Stranger {
        private long secondStarted;
        private int inThisSecond;
        private int refusals;
        private long silentUntil;
        private boolean silent;
    }

    /**
     * @param trunk whether a source is on a trunk's list
     * @param nanoTime a monotonic clock
     */
    public StrangerGate(LimitConfig limits, Predicate<InetAddress> trunk, LongSupplier nanoTime) {
        this.limits = limits;
        this.trunk = trunk;
        this.nanoTime = nanoTime;
        this.scannerAgents = limits.scannerAgents().stream()
                .map(agent -> agent.toLowerCase(Locale.ROOT))
                .toList();
        this.strangers = Caffeine.newBuilder().maximumSize(limits.sources()).build();
    }

    @Override
    public boolean admits(InetSocketAddress source, Transport transport) {
        InetAddress address = source.getAddress();
        if (trunk.test(address)) {
            return true;
        }
        Stranger stranger = strangers.get(address, a -> new Stranger());
        long now = nanoTime.getAsLong();
        synchronized (stranger) {
            if (isSilent(stranger, now)) {
                dropped.increment();
                return false;
            }
            if (now - stranger.secondStarted >= SECOND) {
                stranger.secondStarted = now;
                stranger.inThisSecond = 0;
            }
            if (++stranger.inThisSecond > limits.requestsPerSecond()) {
                dropped.increment();
                return false;
            }
            return true;
        }
    }

    @Override
    public Verdict judge(SipRequest request, Flow source) {
        InetAddress address = source.remote().getAddress();
        if (trunk.test(address)) {
            return new Verdict.Pass();
        }
        String agent = request.headers().first(HeaderName.USER_AGENT);
        if (agent != null && isScanner(agent)) {
            silence(address, "its User-Agent is that of a scanner: " + agent);
            dropped.increment();
            return new Verdict.Drop();
        }
        return new Verdict.Pass();
    }

    /**
     * Notes that a source was refused.
     *
     * @return how long its answer is to be held back; nothing for the first refusals
     */
    public Duration refused(InetAddress source) {
        refused.increment();
        Stranger stranger = strangers.get(source, a -> new Stranger());
        int refusals;
        synchronized (stranger) {
            refusals = ++stranger.refusals;
        }
        if (refusals >= limits.silentAfter()) {
            silence(source, refusals + " of its calls were refused");
        }
        int slow = refusals - limits.slowAfter();
        if (slow <= 0) {
            return Duration.ZERO;
        }
        Duration delay = Duration.ofMillis(250L << Math.min(slow - 1, 5));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }

    /** Datagrams, connections and requests that got no answer. */
    public long droppedCount() {
        return dropped.sum();
    }

    /** Calls that were refused. */
    public long refusedCount() {
        return refused.sum();
    }

    private void silence(InetAddress source, String why) {
        Stranger stranger = strangers.get(source, a -> new Stranger());
        long now = nanoTime.getAsLong();
        synchronized (stranger) {
            if (isSilent(stranger, now)) {
                return;
            }
            stranger.silent = true;
            stranger.silentUntil = now + limits.silentFor().toNanos();
            stranger.refusals = 0;
        }
        LOG.warn(
                "{} gets no answer for {} s: {}",
                source.getHostAddress(),
                limits.silentFor().toSeconds(),
                why);
    }

    private static boolean isSilent(Stranger stranger, long now) {
        if (stranger.silent && now - stranger.silentUntil >= 0) {
            stranger.silent = false;
        }
        return stranger.silent;
    }

    private boolean isScanner(String agent) {
        String folded = agent.toLowerCase(Locale.ROOT);
        return scannerAgents.stream().anyMatch(folded::contains);
    }
}
