package org.voicesecretary.media.dtmf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns RFC 4733 packets of one RTP stream into keys: one for each press, reported at the first packet of it that arrives, whichever
 * that is. Works without the first packet, without any end packet, with packets doubled or late. Allocates nothing; one thread at a time.
 */
public final class TelephoneEventReceiver {

    /** How many events back a late packet is still known to be late. */
    private static final int REMEMBERED = 16;

    /** A press can only go on in a next segment when the last one was about full; the rest is room for lost packets. */
    private static final int NEARLY_FULL = 0xFFFF - 8000;

    private static final long NOTHING = -1;

    /** Event code and RTP timestamp of the latest events, oldest overwritten first. */
    private final long[] seen = new long[REMEMBERED];

    private int nextSeen;
    private long current = NOTHING;
    private boolean ended;
    private int lastDuration;
    private int lastSequence;

    public TelephoneEventReceiver() {
        Arrays.fill(seen, NOTHING);
    }

    /**
     * Takes the payload of a packet.
     *
     * @param timestamp RTP timestamp: the time the event began
     * @param sequence RTP sequence number
     * @param marker RTP marker bit: the first packet of an event
     * @return the key that was pressed, if this is the first packet of its press; null otherwise, also for what is no key
     */
    public @Nullable DtmfDigit packet(
            int timestamp, int sequence, boolean marker, byte[] payload, int offset, int length) {
        if (length < TelephoneEvent.BYTES) {
            return null;
        }
        int event = TelephoneEvent.event(payload, offset);
        if (event > DtmfDigit.D.event()) {
            return null;
        }
        boolean end = TelephoneEvent.end(payload, offset);
        int duration = TelephoneEvent.duration(payload, offset);
        long id = (long) event << 32 | timestamp & 0xFFFF_FFFFL;
        boolean newer = current == NOTHING || (short) (sequence - lastSequence) > 0;

        if (id == current
                ? isRepeatedPress(marker, end, newer)
                : !wasSeen(id) && !continues(id, sequence, marker, duration)) {
            remember(id);
            ended = end;
            lastDuration = duration;
            lastSequence = sequence;
            return DtmfDigit.ofKnownEvent(event);
        }
        if (newer && id == current) {
            ended |= end;
            lastDuration = duration;
            lastSequence = sequence;
        }
        return null;
    }

    /** Forgets everything: a new source (SSRC) has taken over. */
    public void reset() {
        Arrays.fill(seen, NOTHING);
        current = NOTHING;
        ended = false;
    }

    /** Senders that let the timestamp stand still between presses: a first packet after the end is another press. */
    private boolean isRepeatedPress(boolean marker, boolean end, boolean newer) {
        return marker && ended && !end && newer;
    }

    /** Whether an unknown timestamp is the same press that goes on; if so, it becomes the current one. */
    private boolean continues(long id, int sequence, boolean marker, int duration) {
        if (marker || ended || current == NOTHING || id >>> 32 != current >>> 32) {
            return false;
        }
        int ahead = (int) id - (int) current;
        // RFC 4733 §2.5.1.3: a long event goes on as a segment that begins where the full one before it ended.
        boolean nextSegment =
                lastDuration >= NEARLY_FULL && ahead >= lastDuration && ahead <= TelephoneEvent.MAX_DURATION;
        // Senders that stamp each packet with its own time instead of the time the event began.
        boolean movingTimestamp = ahead > 0 && duration - lastDuration == ahead;
        if (nextSegment || movingTimestamp) {
            remember(id);
            lastDuration = duration;
            lastSequence = sequence;
            return true;
        }
        return false;
    }

    private void remember(long id) {
        current = id;
        seen[nextSeen] = id;
        nextSeen = (nextSeen + 1) % REMEMBERED;
    }

    private boolean wasSeen(long id) {
        for (long known : seen) {
            if (known == id) {
                return true;
            }
        }
        return false;
    }
}
