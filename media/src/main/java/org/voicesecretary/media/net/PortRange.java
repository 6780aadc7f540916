package org.voicesecretary.media.net;

/**
 * The ports RTP may use, both ends included; 0-0 leaves the choice to the system.
 *
 * @param first the lowest port
 * @param last the highest port
 */
public record PortRange(int first, int last) {

    /** Checks the range. */
    public PortRange {
        boolean ephemeral = first == 0 && last == 0;
        if (!ephemeral && (first < 1 || last > 65_535 || first > last)) {
            throw new IllegalArgumentException(
                    "rtp ports " + first + "-" + last
                            + " are no range: expected two ports between 1 and 65535, the lower one first, such as 10000-20000");
        }
    }

    /** Any free ports. */
    public static PortRange ephemeral() {
        return new PortRange(0, 0);
    }

    /** Whether the system chooses. */
    public boolean isEphemeral() {
        return first == 0;
    }

    /** How many calls have room: each takes an even port for RTP and the odd one above for RTCP (RFC 3550 §11). */
    public int pairs() {
        return isEphemeral() ? Integer.MAX_VALUE : Math.max(0, (last + 1 - firstEven()) / 2);
    }

    /** The lowest port for RTP. */
    public int firstEven() {
        return first + (first & 1);
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
