package org.voicesecretary.media.rtp;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.rtcp.ReceptionStatistics;
import org.voicesecretary.media.rtcp.ReportBlock;

/**
 * The source that we receive, and what came of it. A change of the SSRC starts new statistics; what was lost of the earlier sources stays
 * in the total.
 */
public final class RtpSource {
    private final int clockRate;
    private @Nullable ReceptionStatistics statistics;
    private int ssrc;
    private int changes;
    private long earlierLost;
    private long earlierMisordered;

    /** What a packet turned out to be. */
    public enum Verdict {
        /** In sequence, or after a gap, or late but plausible. */
        VALID,
        /** The first of a source (at the start or after a change of SSRC). */
        FIRST,
        /** A jump that the next packet has to confirm (RFC 3550 §A.1). */
        DOUBTFUL
    }

    /** No source yet; {@code clockRate} is that of the timestamps. */
    public RtpSource(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * Counts a packet.
     *
     * @param timed whether its timestamp says when it was sampled; not so for telephone-events, which keep that of their beginning
     */
    public Verdict update(int packetSsrc, int sequence, long timestamp, long nanos, boolean timed) {
        ReceptionStatistics counting = statistics;
        boolean first = counting == null || packetSsrc != ssrc;
        if (counting == null || first) {
            counting = begin(packetSsrc);
        }
        boolean belongs = timed ? counting.packet(sequence, (int) timestamp, nanos) : counting.untimedPacket(sequence);
        if (first) {
            return Verdict.FIRST;
        }
        return belongs ? Verdict.VALID : Verdict.DOUBTFUL;
    }

    /** Whether a source is followed and this is another. */
    public boolean isOther(int packetSsrc) {
        return statistics != null && packetSsrc != ssrc;
    }

    private ReceptionStatistics begin(int packetSsrc) {
        ReceptionStatistics before = statistics;
        if (before != null) {
            earlierLost += Math.max(0, before.lost());
            earlierMisordered += before.misordered();
            changes++;
        }
        ssrc = packetSsrc;
        ReceptionStatistics fresh = new ReceptionStatistics(clockRate);
        statistics = fresh;
        return fresh;
    }

    /** A sender report came; without effect unless it is of the source we receive. */
    public void senderReport(int reporter, long ntp, long nanos) {
        ReceptionStatistics counting = statistics;
        if (counting != null && reporter == ssrc) {
            counting.senderReport(ntp, nanos);
        }
    }

    /** A report about the source we receive; null where none is. */
    public @Nullable ReportBlock report(long nanos) {
        ReceptionStatistics counting = statistics;
        return counting == null ? null : counting.report(ssrc, nanos);
    }

    /** How often the SSRC changed. */
    public int changes() {
        return changes;
    }

    /** Packets that came after a later one, or twice. */
    public long misordered() {
        ReceptionStatistics counting = statistics;
        return earlierMisordered + (counting == null ? 0 : counting.misordered());
    }

    /** Packets lost since the start; doubles are set off against losses, but the sum is never below 0. */
    public long lost() {
        ReceptionStatistics counting = statistics;
        return earlierLost + (counting == null ? 0 : Math.max(0, counting.lost()));
    }

    /** The mean deviation of the packet spacing, in ms. */
    public double jitterMillis() {
        ReceptionStatistics counting = statistics;
        return counting == null ? 0 : counting.jitterMillis();
    }
}
