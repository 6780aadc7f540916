package org.voicesecretary.media;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.TelephoneEvent;
import org.voicesecretary.media.dtmf.TelephoneEventSender;

/** Keys on their way out as telephone-events, with a pause between them. On the loop's thread only. */
final class DigitQueue {
    static final int PAYLOAD_BYTES = TelephoneEvent.BYTES;
    private static final int PAUSE_FRAMES = 3;

    private final Deque<List<TelephoneEventSender.Packet>> waiting = new ArrayDeque<>(2);
    private @Nullable List<TelephoneEventSender.Packet> current;
    private int next;
    private int pause;
    private long pressedAt;
    private long timestamp;
    private boolean marker;

    void add(DtmfDigit digit, int millis) {
        waiting.addLast(TelephoneEventSender.plan(digit, millis));
    }

    void clear() {
        waiting.clear();
        current = null;
    }

    /** Whether a key is being sent or waits. */
    boolean sending() {
        return current != null || !waiting.isEmpty();
    }

    /** Asked once a turn: whether this turn belongs to a key. */
    boolean takesTurn() {
        if (current != null) {
            return true;
        }
        if (pause > 0) {
            pause--;
            return false;
        }
        return !waiting.isEmpty();
    }

    /** Writes the payload of this turn's packet; {@code now} is the timestamp that a frame of audio would have. */
    void next(long now, byte[] payload) {
        List<TelephoneEventSender.Packet> plan = current;
        if (plan == null) {
            plan = waiting.removeFirst();
            current = plan;
            next = 0;
            pressedAt = now;
        }
        TelephoneEventSender.Packet packet = plan.get(next++);
        packet.event().write(payload, 0);
        timestamp = pressedAt + packet.timestampOffset();
        marker = packet.marker();
        if (next == plan.size()) {
            current = null;
            pause = PAUSE_FRAMES;
        }
    }

    /** The timestamp of the packet written last. */
    long timestamp() {
        return timestamp;
    }

    /** The marker of the packet written last. */
    boolean marker() {
        return marker;
    }
}
