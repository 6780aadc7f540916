package org.voicesecretary.media.record;

/** Where the packets of a stream belong on a recording's time line: by their timestamps, anchored at the arrival of the first. */
public final class TimelinePlace {
    /** By how much a packet may be off its place before it is set anew: a pause, a jump, a drift. */
    private static final long OFF_TICKS = 2400;

    private boolean placed;
    private long placedTimestamp;
    private long placedPosition;

    /** Another recording, or another source. */
    public void reset() {
        placed = false;
    }

    /** The position of a packet in ticks of 8000 Hz. */
    public long of(Recording into, long timestamp, long arrivalNanos) {
        long arrived = into.position(arrivalNanos);
        if (placed) {
            long position = placedPosition + (int) (timestamp - placedTimestamp);
            if (position >= 0 && Math.abs(position - arrived) < OFF_TICKS) {
                return position;
            }
        }
        placed = true;
        placedTimestamp = timestamp;
        placedPosition = arrived;
        return arrived;
    }
}
