package org.voicesecretary.media.dtmf;

import java.util.Optional;

/**
 * The payload of an RFC 4733 telephone-event packet (§2.3): 4 bytes.
 *
 * @param event the event code, 0 to 255; 0 to 15 are the keys
 * @param end the E bit: the event is over
 * @param volume the level of the tone in −dBm0, 0 (loudest) to 63
 * @param duration how long it lasts up to now, in ticks of the RTP clock, 0 to 65,535
 */
public record TelephoneEvent(int event, boolean end, int volume, int duration) {

    /** The length of the payload. */
    public static final int BYTES = 4;

    /** The longest duration one event can state; longer ones go on as a further segment (§2.5.1.3). */
    public static final int MAX_DURATION = 0xFFFF;

    public TelephoneEvent {
        if ((event & ~0xFF) != 0 || (volume & ~0x3F) != 0 || (duration & ~MAX_DURATION) != 0) {
            throw new IllegalArgumentException("telephone-event does not fit its fields: event " + event
                    + " (0 to 255), volume " + volume + " (0 to 63), duration " + duration + " (0 to 65535)");
        }
    }

    /** Reads a payload; empty where it is shorter than 4 bytes. The reserved bit and bytes beyond the fourth are ignored. */
    public static Optional<TelephoneEvent> parse(byte[] payload, int offset, int length) {
        if (length < BYTES) {
            return Optional.empty();
        }
        return Optional.of(new TelephoneEvent(
                event(payload, offset), end(payload, offset), payload[offset + 1] & 0x3F, duration(payload, offset)));
    }

    /** Writes the 4 bytes. */
    public void write(byte[] out, int offset) {
        out[offset] = (byte) event;
        out[offset + 1] = (byte) ((end ? 0x80 : 0) | volume);
        out[offset + 2] = (byte) (duration >> 8);
        out[offset + 3] = (byte) duration;
    }

    public byte[] encode() {
        byte[] out = new byte[BYTES];
        write(out, 0);
        return out;
    }

    static int event(byte[] payload, int offset) {
        return payload[offset] & 0xFF;
    }

    /** Whether a payload of at least 4 bytes says that the event is over. */
    public static boolean end(byte[] payload, int offset) {
        return (payload[offset + 1] & 0x80) != 0;
    }

    /** The duration that a payload of at least 4 bytes states, in ticks. */
    public static int duration(byte[] payload, int offset) {
        return (payload[offset + 2] & 0xFF) << 8 | payload[offset + 3] & 0xFF;
    }
}
