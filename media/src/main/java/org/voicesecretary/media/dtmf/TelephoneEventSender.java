package org.voicesecretary.media.dtmf;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.media.codec.AudioCodec;

/** Plans the RFC 4733 packets of a key that we send. */
public final class TelephoneEventSender {

    /** The shortest and longest press, in ms. */
    public static final int MIN_MILLIS = 40;

    public static final int MAX_MILLIS = 60_000;

    /** −10 dBm0. */
    private static final int VOLUME = 10;

    private static final int TICKS = 8 * AudioCodec.FRAME_MILLIS;

    /** A segment ends with the last whole packet that its duration field can state. */
    private static final int SEGMENT_PACKETS = TelephoneEvent.MAX_DURATION / TICKS;

    // RFC 4733 §2.5.1.4: the last packet is sent three times in all.
    private static final int END_PACKETS = 3;

    private TelephoneEventSender() {}

    /**
     * One packet of the plan; they leave 20 ms apart, in place of audio.
     *
     * @param timestampOffset to be added to the RTP timestamp at which the key was pressed, in ticks of 8000 Hz
     * @param marker the RTP marker bit
     */
    public record Packet(int timestampOffset, boolean marker, TelephoneEvent event) {}

    /** The packets of one press, which is rounded up to whole 20 ms and kept within {@link #MIN_MILLIS} and {@link #MAX_MILLIS}. */
    public static List<Packet> plan(DtmfDigit digit, int millis) {
        int packets = Math.ceilDiv(Math.clamp(millis, MIN_MILLIS, MAX_MILLIS), AudioCodec.FRAME_MILLIS);
        List<Packet> plan = new ArrayList<>(packets + END_PACKETS - 1);
        for (int i = 0; i < packets; i++) {
            int segment = i / SEGMENT_PACKETS;
            int duration = (i % SEGMENT_PACKETS + 1) * TICKS;
            boolean end = i == packets - 1;
            Packet packet = new Packet(
                    segment * SEGMENT_PACKETS * TICKS,
                    i == 0,
                    new TelephoneEvent(digit.event(), end, VOLUME, duration));
            plan.add(packet);
            for (int again = 1; end && again < END_PACKETS; again++) {
                plan.add(packet);
            }
        }
        return plan;
    }
}
