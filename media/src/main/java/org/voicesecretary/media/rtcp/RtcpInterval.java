package org.voicesecretary.media.rtcp;

import java.time.Duration;

/**
 * When the next RTCP report is due (RFC 3550 §6.2, §6.3.1), for a session of two: the share of the bandwidth is that of senders and
 * receivers together.
 *
 * @param bandwidth bytes a second that RTCP may use: 5 % of the session
 * @param minimum between two reports, 5 s; half of it before the first one
 */
public record RtcpInterval(double bandwidth, Duration minimum) {

    /** For one stream of 64 kbit/s and its headers. */
    public static final RtcpInterval OF_64_KBIT = new RtcpInterval(0.05 * 10_000, Duration.ofSeconds(5));

    /** e − 3/2: makes up for the shorter intervals that reconsideration prefers. */
    private static final double COMPENSATION = Math.E - 1.5;

    public RtcpInterval {
        if (!(bandwidth > 0)) {
            throw new IllegalArgumentException(
                    "RTCP bandwidth is " + bandwidth + " bytes a second, expected more than 0");
        }
    }

    /**
     * The time until the next report.
     *
     * @param first whether none was sent yet
     * @param members of the session, ourselves included
     * @param averageBytes the mean size of RTCP datagrams, with 28 bytes of IP and UDP headers
     * @param random 0 to 1, evenly spread
     */
    public Duration next(boolean first, int members, double averageBytes, double random) {
        double least = minimum.toNanos() / 1e9 / (first ? 2 : 1);
        double fair = Math.max(least, averageBytes * Math.max(1, members) / bandwidth);
        return Duration.ofNanos((long) (fair * (0.5 + random) / COMPENSATION * 1e9));
    }
}
