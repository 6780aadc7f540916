package org.voicesecretary.media.rtp;

/**
 * What is known about the source we receive: sequence numbers, loss and jitter as RFC 3550 appendix A defines them. A change of the SSRC
 * starts a new count; what the earlier sources had sent stays in the totals.
 */
public final class RtpSource {
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int SEQUENCES = 1 << 16;

    private boolean known;
    private int ssrc;
    private int maxSequence;
    private long cycles;
    private long baseSequence;
    private int badSequence;
    private long received;
    private long expectedPrior;
    private long receivedPrior;
    private long earlierExpected;
    private long earlierReceived;
    private int changes;
    private long misordered;
    private boolean transitKnown;
    private long lastTransit;
    private double jitter;

    /** What a packet turned out to be. */
    public enum Verdict {
        /** In sequence, or after a gap, or late but plausible. */
        VALID,
        /** The first of a source (at the start or after a change of SSRC). */
        FIRST,
        /** A jump that the next packet has to confirm (RFC 3550 A.1). */
        DOUBTFUL
    }

    /**
     * Counts a packet.
     *
     * @param arrival when it came, in units of the payload's clock
     * @param timed whether its timestamp says when it was sampled; not so for telephone-events, which keep that of their beginning
     */
    public Verdict update(int packetSsrc, int sequence, long timestamp, long arrival, boolean timed) {
        if (!known || packetSsrc != ssrc) {
            boolean change = known;
            begin(packetSsrc, sequence, change);
            received = 1;
            if (timed) {
                measureJitter(timestamp, arrival);
            }
            return Verdict.FIRST;
        }
        int delta = (sequence - maxSequence) & 0xffff;
        if (delta < MAX_DROPOUT) {
            if (sequence < maxSequence) {
                cycles += SEQUENCES;
            }
            maxSequence = sequence;
        } else if (delta <= SEQUENCES - MAX_MISORDER) { // RFC 3550 A.1: a very large jump
            if (sequence != badSequence) {
                badSequence = (sequence + 1) & 0xffff;
                return Verdict.DOUBTFUL;
            }
            begin(packetSsrc, sequence, true); // two in sequence: the other side started anew
        } else {
            misordered++;
        }
        received++;
        if (timed) {
            measureJitter(timestamp, arrival);
        }
        return Verdict.VALID;
    }

    private void begin(int packetSsrc, int sequence, boolean change) {
        if (change) {
            earlierExpected += expected();
            earlierReceived += received;
            changes++;
        }
        known = true;
        ssrc = packetSsrc;
        baseSequence = sequence;
        maxSequence = sequence;
        badSequence = SEQUENCES + 1; // matches no sequence number
        cycles = 0;
        received = 0;
        receivedPrior = 0;
        expectedPrior = 0;
        transitKnown = false;
        jitter = 0;
    }

    private void measureJitter(long timestamp, long arrival) { // RFC 3550 A.8
        long transit = arrival - timestamp;
        if (transitKnown) {
            int difference = (int) (transit - lastTransit); // modulo 2³²: timestamps wrap
            jitter += (Math.abs((double) difference) - jitter) / 16.0;
        }
        transitKnown = true;
        lastTransit = transit;
    }

    private long expected() {
        return known ? cycles + maxSequence - baseSequence + 1 : 0;
    }

    /** Whether anything was received. */
    public boolean known() {
        return known;
    }

    /** The source now received. */
    public int ssrc() {
        return ssrc;
    }

    /** How often the source changed or started anew. */
    public int changes() {
        return changes;
    }

    /** Packets that came after a later one. */
    public long misordered() {
        return misordered;
    }

    /** Packets lost since the start; duplicates are set off against losses, but the sum is never below 0. */
    public long lost() {
        return Math.max(0, earlierExpected + expected() - earlierReceived - received);
    }

    /** Packets lost of the present source, clamped to the 24 bits that a report has (RFC 3550 A.3). */
    public int reportedLost() {
        return (int) Math.clamp(expected() - received, -0x80_0000L, 0x7f_ffffL);
    }

    /** The extended highest sequence number (32 bits). */
    public long highestSequence() {
        return cycles + maxSequence;
    }

    /** Interarrival jitter in units of the payload's clock. */
    public long jitter() {
        return (long) jitter;
    }

    /** The share of packets lost since the last call, in 1/256 (RFC 3550 A.3). */
    public int fractionLostSinceLastReport() {
        long expectedInterval = expected() - expectedPrior;
        long receivedInterval = received - receivedPrior;
        expectedPrior = expected();
        receivedPrior = received;
        long lostInterval = expectedInterval - receivedInterval;
        return expectedInterval <= 0 || lostInterval <= 0
                ? 0
                : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    }
}
