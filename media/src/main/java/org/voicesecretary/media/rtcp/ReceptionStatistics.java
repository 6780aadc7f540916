package org.voicesecretary.media.rtcp;

/**
 * Counts one received RTP stream: order and loss (RFC 3550 §A.1, §A.3), jitter (§A.8), the times of sender reports. A stream counts
 * from its first packet on, since whoever hands packets over has chosen the source already. Allocates nothing per packet; one thread at
 * a time.
 */
public final class ReceptionStatistics {

    private static final int SEQUENCES = 1 << 16;
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int NO_SEQUENCE = SEQUENCES + 1;

    private final int clockRate;

    private boolean started;
    private int highest;
    private long cycles;
    private long base;
    private int expectedAfterJump = NO_SEQUENCE;
    private long received;
    private long misordered;
    private long restarts;

    private long expectedAtReport;
    private long receivedAtReport;

    private long lastTransit;
    private boolean transitKnown;
    private double jitter;

    private long lastReportNtp;
    private long lastReportNanos;
    private boolean reportKnown;

    /** @param clockRate ticks of the RTP timestamp a second */
    public ReceptionStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * Counts a packet.
     *
     * @param nanoTime when it came, on any steady clock
     * @return whether it belongs to the stream; false for a lone packet whose number is far from the others
     */
    public boolean packet(int sequence, int timestamp, long nanoTime) {
        if (!untimedPacket(sequence)) {
            return false;
        }
        countJitter(timestamp, nanoTime);
        return true;
    }

    /**
     * Counts a packet whose timestamp does not tell when it was sent, such as that of a telephone-event, which is that of the key's
     * beginning.
     *
     * @return as {@link #packet}
     */
    public boolean untimedPacket(int sequence) {
        if (!started) {
            restart(sequence);
        } else if (!inSequence(sequence)) {
            return false;
        }
        received++;
        return true;
    }

    // RFC 3550 §A.1
    private boolean inSequence(int sequence) {
        int ahead = (sequence - highest) & (SEQUENCES - 1);
        if (ahead < MAX_DROPOUT) {
            if (sequence < highest) {
                cycles += SEQUENCES;
            }
            highest = sequence;
            expectedAfterJump = NO_SEQUENCE;
        } else if (ahead <= SEQUENCES - MAX_MISORDER) {
            if (sequence != expectedAfterJump) {
                expectedAfterJump = (sequence + 1) & (SEQUENCES - 1);
                return false;
            }
            restarts++;
            restart(sequence); // two in a row: the other side began anew without saying so
        } else {
            misordered++;
        }
        return true;
    }

    private void restart(int sequence) {
        started = true;
        highest = sequence;
        base = sequence;
        cycles = 0;
        expectedAfterJump = NO_SEQUENCE;
        received = 0;
        expectedAtReport = 0;
        receivedAtReport = 0;
        transitKnown = false;
    }

    // RFC 3550 §A.8, with the division kept exact
    private void countJitter(int timestamp, long nanoTime) {
        long arrival = nanoTime / 1_000_000_000 * clockRate + nanoTime % 1_000_000_000 * clockRate / 1_000_000_000;
        long transit = (int) arrival - timestamp;
        if (transitKnown) {
            long difference = Math.abs((int) (transit - lastTransit));
            // A jump of the timestamp (hold, another source behind the same numbers) says nothing about the network.
            if (difference < 5L * clockRate) {
                jitter += (difference - jitter) / 16;
            }
        }
        lastTransit = transit;
        transitKnown = true;
    }

    /** Notes a sender report that came, for the round trip of the other side. */
    public void senderReport(long ntp, long nanoTime) {
        lastReportNtp = ntp;
        lastReportNanos = nanoTime;
        reportKnown = true;
    }

    /** A report block about everything up to now; the lost fraction counts from the last block made. */
    public ReportBlock report(int ssrc, long nanoTime) {
        long expected = expected();
        long expectedSince = expected - expectedAtReport;
        long lostSince = expectedSince - (received - receivedAtReport);
        expectedAtReport = expected;
        receivedAtReport = received;
        int fraction = expectedSince <= 0 || lostSince <= 0 ? 0 : (int) Math.min(255, (lostSince << 8) / expectedSince);
        long delay = reportKnown
                ? Math.clamp((nanoTime - lastReportNanos) / 1000 * 65_536 / 1_000_000, 0L, 0xFFFF_FFFFL)
                : 0;
        return new ReportBlock(
                ssrc,
                fraction,
                Math.clamp(lost(), ReportBlock.MIN_LOST, ReportBlock.MAX_LOST),
                extendedHighestSequence(),
                (long) jitter,
                reportKnown ? NtpTime.middle(lastReportNtp) : 0,
                delay);
    }

    /** Whether any packet came. */
    public boolean started() {
        return started;
    }

    /** Packets that came since the stream last began anew, doubles included. */
    public long received() {
        return received;
    }

    /** Packets that should have come. */
    public long expected() {
        return started ? cycles + highest - base + 1 : 0;
    }

    /** Packets that did not come; negative where more came twice. */
    public long lost() {
        return expected() - received;
    }

    /** Packets that came after a later one, or twice. */
    public long misordered() {
        return misordered;
    }

    /** How often the numbers began anew. */
    public long restarts() {
        return restarts;
    }

    /** Cycles and the highest sequence number, 32 bits. */
    public long extendedHighestSequence() {
        return (cycles + highest) & 0xFFFF_FFFFL;
    }

    /** The mean deviation of the packet spacing, in ms. */
    public double jitterMillis() {
        return jitter * 1000 / clockRate;
    }
}
