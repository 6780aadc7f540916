package org.voicesecretary.reception;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.config.LimitConfig;
import org.voicesecretary.observe.SparseLog;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.RequestFilter;
import org.voicesecretary.sip.transport.SourceNetwork;
import org.voicesecretary.sip.transport.Transport;

/**
 * What sources that are on no trunk's list, and where no telephone is registered, may cost us (A27): so many requests a second, then
 * nothing; a 403 for their calls, given without a transaction and rarer and rarer, then silence for a while; known scanners get no
 * answer at all. Whoever is known is never held up, but for guessing passwords. The number of remembered sources is bounded, so a flood
 * from many addresses costs no memory.
 */
public final class StrangerGate implements RequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(StrangerGate.class);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final LimitConfig limits;
    private final Predicate<InetAddress> known;
    private final BiPredicate<SipRequest, InetAddress> expected;
    private final LongSupplier nanoTime;
    private final Refusals refusals;
    private final SparseLog log;
    private final List<String> scannerAgents;
    private final Cache<InetAddress, Stranger> strangers;
    private final PasswordTries passwords;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder silenced = new LongAdder();
    private final AtomicLong lastTold;

    /** What is known of one source; guarded by itself. */
    private static final class Stranger {
        private long secondStarted;
        private int inThisSecond;
        /** Refused calls, and seconds in which it sent too much; forgiven when the last one is long ago. */
        private int offences;

        private long lastOffence;
        /** Before this, a call of it is not even refused: over UDP the caller asks again by itself. */
        private long refusedAgainFrom;

        private long silentUntil;
        private boolean silent;

        private Stranger(long now) {
            secondStarted = now;
            lastOffence = now;
            refusedAgainFrom = now;
        }

        private int offends(long now, Duration forgivenAfter) {
            if (now - lastOffence >= forgivenAfter.toNanos()) {
                offences = 0;
            }
            lastOffence = now;
            return ++offences;
        }

        private boolean isSilent(long now) {
            if (silent && now - silentUntil >= 0) {
                silent = false;
            }
            return silent;
        }
    }

    /**
     * @param known whether a source is on a trunk's list, or a telephone is registered there
     * @param expected whether a call is one that only a provider of ours can make, wherever it comes from
     * @param nanoTime a monotonic clock
     * @param refusals where refused calls are counted
     */
    public StrangerGate(
            LimitConfig limits,
            Predicate<InetAddress> known,
            BiPredicate<SipRequest, InetAddress> expected,
            LongSupplier nanoTime,
            Refusals refusals) {
        this.limits = limits;
        this.known = known;
        this.expected = expected;
        this.nanoTime = nanoTime;
        this.refusals = refusals;
        this.log = new SparseLog(5, Duration.ofSeconds(1), nanoTime, LOG::info);
        this.scannerAgents = limits.scannerAgents().stream()
                .map(agent -> agent.toLowerCase(Locale.ROOT))
                .toList();
        this.lastTold = new AtomicLong(nanoTime.getAsLong() - SECOND);
        this.strangers = Caffeine.newBuilder().maximumSize(limits.sources()).build();
        this.passwords = new PasswordTries(limits, nanoTime);
    }

    /** A source gave a wrong password: the more it gives, the later it may try again; a stranger gets no answer at all in the end. */
    public void wrongPassword(InetAddress source, String username) {
        boolean stranger = !known.test(source);
        int tries = passwords.wrong(source, username, !stranger);
        if (stranger && tries >= limits.silentAfter()) {
            silence(source, "it gave wrong passwords again and again");
        }
    }

    @Override
    public boolean admits(InetSocketAddress source, Transport transport) {
        InetAddress address = source.getAddress();
        return known.test(address) || isLookedAt(address);
    }

    @Override
    public boolean knows(InetAddress source) {
        return known.test(source);
    }

    @Override
    public Verdict judge(SipRequest request, Flow source) {
        return judge(request, source.remote().getAddress(), source.transport());
    }

    Verdict judge(SipRequest request, InetAddress address, Transport transport) {
        if (!passwords.mayTry(request, address, known.test(address))) {
            dropped.increment();
            return new Verdict.Drop();
        }
        if (known.test(address)) {
            return new Verdict.Pass();
        }
        String agent = request.headers().first(HeaderName.USER_AGENT);
        if (agent != null && isScanner(agent)) {
            silence(address, "its User-Agent is that of a scanner");
            dropped.increment();
            return new Verdict.Drop();
        }
        // A datagram was counted when it came; of a connection only its beginning was.
        boolean heard = transport == Transport.UDP ? !isSilenced(address) : isLookedAt(address);
        if (!heard) {
            return new Verdict.Drop();
        }
        boolean calls = request.method().equals(Method.INVITE) && request.toTag() == null;
        return calls && !expected.test(request, address) ? refuse(request, address) : new Verdict.Pass();
    }

    /** Since its datagram came: another one before it may have been the last straw. */
    private boolean isSilenced(InetAddress address) {
        long now = nanoTime.getAsLong();
        Stranger stranger = stranger(address, now);
        synchronized (stranger) {
            if (!stranger.isSilent(now)) {
                return false;
            }
        }
        dropped.increment();
        return true;
    }

    private boolean isLookedAt(InetAddress address) {
        long now = nanoTime.getAsLong();
        Stranger stranger = stranger(address, now);
        int offences;
        synchronized (stranger) {
            if (stranger.isSilent(now)) {
                dropped.increment();
                return false;
            }
            if (now - stranger.secondStarted >= SECOND) {
                stranger.secondStarted = now;
                stranger.inThisSecond = 0;
            }
            if (++stranger.inThisSecond <= limits.requestsPerSecond()) {
                return true;
            }
            dropped.increment();
            if (stranger.inThisSecond > limits.requestsPerSecond() + 1) {
                return false;
            }
            offences = stranger.offends(now, limits.silentFor()); // once for each second of a flood
        }
        if (offences >= limits.silentAfter()) {
            silence(address, "it goes on sending more than " + limits.requestsPerSecond() + " requests a second");
        }
        return false;
    }

    /** 403, or nothing where the source was refused so often that it has to wait for the next refusal. */
    private Verdict refuse(SipRequest call, InetAddress source) {
        long now = nanoTime.getAsLong();
        Stranger stranger = stranger(source, now);
        int offences;
        synchronized (stranger) {
            if (now - stranger.refusedAgainFrom < 0) {
                dropped.increment();
                return new Verdict.Drop();
            }
            offences = stranger.offends(now, limits.silentFor());
            stranger.refusedAgainFrom = now + pause(offences, limits).toNanos();
        }
        refused.increment();
        refusals.add(Refusals.Reason.SOURCE);
        log.add("call to " + CallerIdentity.calledNumber(call) + " refused: " + source.getHostAddress()
                + " belongs to no trunk");
        if (offences >= limits.silentAfter()) {
            silence(source, "its calls were refused again and again");
        }
        return new Verdict.Refuse(403, "Forbidden");
    }

    /** After so many offences. */
    static Duration pause(int offences, LimitConfig limits) {
        int slow = offences - limits.slowAfter();
        if (slow <= 0) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofMillis(250L << Math.min(slow - 1, 5));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** How many sources are remembered now, at most {@code limits.sources} and a few that are about to be forgotten. */
    long remembered() {
        strangers.cleanUp();
        return strangers.estimatedSize();
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
        long now = nanoTime.getAsLong();
        Stranger stranger = stranger(source, now);
        synchronized (stranger) {
            if (stranger.isSilent(now)) {
                return;
            }
            stranger.silent = true;
            stranger.silentUntil = now + limits.silentFor().toNanos();
            stranger.offences = 0;
        }
        silenced.increment();
        long last = lastTold.get();
        if (now - last >= SECOND && lastTold.compareAndSet(last, now)) { // an attack with many addresses floods no log
            LOG.warn(
                    "{} gets no answer for {} s: {} ({} sources silenced so far)",
                    source.getHostAddress(),
                    limits.silentFor().toSeconds(),
                    why,
                    silenced.sum());
        }
    }

    private Stranger stranger(InetAddress source, long now) {
        return strangers.get(SourceNetwork.of(source), n -> new Stranger(now));
    }

    private boolean isScanner(String agent) {
        String folded = agent.toLowerCase(Locale.ROOT);
        return scannerAgents.stream().anyMatch(folded::contains);
    }
}
