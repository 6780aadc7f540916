package org.voicesecretary.media.rtcp;

/**
 * What one side received of another (RFC 3550 §6.4.1).
 *
 * @param ssrc whose packets this is about
 * @param fractionLost since the last report, in 1/256
 * @param cumulativeLost since the beginning, −8,388,608 to 8,388,607; negative where packets came twice
 * @param extendedHighestSequence 32 bits: cycles and the highest sequence number
 * @param jitter in ticks of the RTP clock, 32 bits
 * @param lastSenderReport the middle 32 bits of the NTP time of the last sender report that came; 0 for none
 * @param delaySinceLastSenderReport in 1/65,536 s, 32 bits
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        long extendedHighestSequence,
        long jitter,
        long lastSenderReport,
        long delaySinceLastSenderReport) {

    static final int BYTES = 24;

    static final int MAX_LOST = 0x7F_FFFF;
    static final int MIN_LOST = -0x80_0000;

    /**
     * The time from our report to them and back (RFC 3550 §6.4.1), in ms; negative where this block knows no report of ours.
     *
     * @param arrivalNtp the NTP time at which this block came, 64 bits
     */
    public double roundTripMillis(long arrivalNtp) {
        if (lastSenderReport == 0) {
            return -1;
        }
        int ticks = (int) (NtpTime.middle(arrivalNtp) - lastSenderReport - delaySinceLastSenderReport);
        return Math.max(0, ticks) * 1000.0 / 65_536;
    }
}
