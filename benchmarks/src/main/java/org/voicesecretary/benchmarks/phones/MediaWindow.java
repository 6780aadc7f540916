package org.voicesecretary.benchmarks.phones;

import org.voicesecretary.benchmarks.Histogram;

/**
 * What all phones heard within a span of time. A packet's time is where its RTP timestamp puts it on the grid of its own stream, counted
 * from the stream's most punctual packet; a frame that the server never sent counts as late. Of stamped packets, which one phone sends and
 * another hears, the lateness is the time from the one to the other, and one that never came counts as late.
 */
public final class MediaWindow {
    /** A packet later than this is a late one. */
    static final long LATE_NANOS = 10_000_000L;

    private static final long FRAME_NANOS = 20_000_000L;

    private final int number;
    private final long start;
    private final int packets;
    private final Histogram spacing = new Histogram();
    private final Histogram lateness = new Histogram();
    private boolean open = true;
    private int streams;
    private int lateStreams;
    private int silentStreams;
    private long received;
    private long missing;
    private long late;

    MediaWindow(int number, long start, long nanos) {
        this.number = number;
        this.start = start;
        this.packets = (int) (nanos / FRAME_NANOS) * 3 / 2 + 50;
    }

    /** A window that nothing falls into. */
    static MediaWindow closed() {
        MediaWindow window = new MediaWindow(0, 0, 0);
        window.open = false;
        return window;
    }

    boolean open() {
        return open;
    }

    int number() {
        return number;
    }

    long start() {
        return start;
    }

    int packets() {
        return packets;
    }

    void close() {
        open = false;
    }

    void stream(int taken, int gone, int tooLate) {
        streams++;
        received += taken;
        missing += gone;
        late += tooLate;
        if (gone + tooLate > 0) {
            lateStreams++;
        }
    }

    void silentStream() {
        silentStreams++;
    }

    /** Gaps between packets that follow each other in sequence. */
    public Histogram spacing() {
        return spacing;
    }

    /** By how much packets came after their time. */
    public Histogram lateness() {
        return lateness;
    }

    /** Phones that heard something. */
    public int streams() {
        return streams;
    }

    /** Of them, those with at least one late or missing packet. */
    public int lateStreams() {
        return lateStreams;
    }

    /** Phones in a call that heard nothing. */
    public int silentStreams() {
        return silentStreams;
    }

    public long received() {
        return received;
    }

    /** Frames of the streams' time that never came. */
    public long missing() {
        return missing;
    }

    /** The share (0 to 1) of frames that came within 10 ms of their time. */
    public double punctual() {
        long due = received + missing;
        return due == 0 ? 0 : 1 - (double) (late + missing) / due;
    }

    /** The share (0 to 1) of gaps longer than a frame and 10 ms. */
    public double longGaps() {
        return spacing.count() == 0 ? 0 : (double) spacing.above(FRAME_NANOS + LATE_NANOS) / spacing.count();
    }
}
