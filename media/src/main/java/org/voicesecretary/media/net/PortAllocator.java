package org.voicesecretary.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.clock.MediaClock;

/**
 * Hands out pairs of ports, already bound, so that what an offer names is ours. The pair that has rested longest comes first, and a pair
 * just given back rests for a while: packets still on their way to the call before must not be heard in the next one.
 */
public final class PortAllocator {
    /** How often the system is asked for a pair where it chooses; half of its choices are odd. */
    private static final int EPHEMERAL_TRIES = 200;

    private final PortRange range;
    private final long restNanos;
    private final MediaClock clock;
    private final Deque<Free> free = new ArrayDeque<>();
    private int inUse;

    /**
     * An allocator; no port is bound yet.
     *
     * @param rest how long a pair stays closed before it is used again
     * @param random where in the range the first call starts, so that ports cannot be guessed after a restart
     */
    public PortAllocator(PortRange range, Duration rest, MediaClock clock, RandomGenerator random) {
        this.range = range;
        this.restNanos = rest.toNanos();
        this.clock = clock;
        if (!range.isEphemeral() && range.pairs() > 0) {
            int start = random.nextInt(range.pairs());
            long rested = clock.nanos() - restNanos;
            for (int i = 0; i < range.pairs(); i++) {
                free.add(new Free(range.firstEven() + 2 * ((start + i) % range.pairs()), rested));
            }
        }
    }

    /**
     * Binds a pair.
     *
     * @param address the local address to bind to
     * @throws PortsExhaustedException where every pair is used, resting, or taken by another program
     */
    public PortPair acquire(InetAddress address) throws PortsExhaustedException {
        PortPair pair = range.isEphemeral() ? ephemeral(address) : fromRange(address);
        synchronized (this) {
            inUse++;
        }
        return pair;
    }

    /** Takes a pair back whose sockets the caller has closed. */
    public synchronized void release(PortPair pair) {
        inUse--;
        if (!range.isEphemeral()) {
            free.addLast(new Free(pair.port(), clock.nanos()));
        }
    }

    /** How many pairs calls have now. */
    public synchronized int inUse() {
        return inUse;
    }

    private PortPair fromRange(InetAddress address) throws PortsExhaustedException {
        int candidates = candidates();
        int taken = 0;
        for (int i = 0; i < candidates; i++) {
            Free candidate = next();
            if (candidate == null) {
                break;
            }
            PortPair pair = tryBind(address, candidate.port());
            if (pair != null) {
                return pair;
            }
            taken++;
            synchronized (this) {
                free.addLast(new Free(candidate.port(), clock.nanos() - restNanos));
            }
        }
        throw exhausted(address, taken);
    }

    private synchronized int candidates() {
        return free.size();
    }

    private synchronized @Nullable Free next() {
        Free first = free.peekFirst();
        if (first == null || clock.nanos() - first.since() < restNanos) {
            return null;
        }
        return free.pollFirst();
    }

    private synchronized PortsExhaustedException exhausted(InetAddress address, int taken) {
        int pairs = range.pairs();
        int resting = Math.max(0, free.size() - taken);
        String found = pairs == 0
                ? "there is no even port with an odd one above in them"
                : "of " + pairs + (pairs == 1 ? " pair " : " pairs ") + inUse + " in use, " + resting + " resting, "
                        + taken + " taken by other programs or not bindable at " + address.getHostAddress();
        return new PortsExhaustedException("rtp ports " + range + " are too few: " + found
                + "; each call needs an even port and the one above: widen the range or allow fewer calls");
    }

    private static PortPair ephemeral(InetAddress address) throws PortsExhaustedException {
        for (int i = 0; i < EPHEMERAL_TRIES; i++) {
            try {
                ChannelSocket rtp = ChannelSocket.bind(new InetSocketAddress(address, 0));
                int port = rtp.localAddress().getPort();
                if ((port & 1) == 0 && port < 65_535) {
                    try {
                        return new PortPair(rtp, ChannelSocket.bind(new InetSocketAddress(address, port + 1)));
                    } catch (IOException taken) {
                        rtp.close();
                        continue;
                    }
                }
                rtp.close();
            } catch (IOException e) {
                throw new PortsExhaustedException("rtp ports cannot be bound at " + address.getHostAddress() + ": "
                        + e.getMessage() + "; expected a local address and free file descriptors (ulimit -n)");
            }
        }
        throw new PortsExhaustedException(
                "rtp ports are too few: the system gave no even port with a free one above in " + EPHEMERAL_TRIES
                        + " tries; set a range of ports");
    }

    private static @Nullable PortPair tryBind(InetAddress address, int port) {
        ChannelSocket rtp;
        try {
            rtp = ChannelSocket.bind(new InetSocketAddress(address, port));
        } catch (IOException taken) {
            return null;
        }
        try {
            return new PortPair(rtp, ChannelSocket.bind(new InetSocketAddress(address, port + 1)));
        } catch (IOException taken) {
            rtp.close();
            return null;
        }
    }

    private record Free(int port, long since) {}
}
