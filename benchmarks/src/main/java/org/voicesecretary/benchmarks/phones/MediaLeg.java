package org.voicesecretary.benchmarks.phones;

/** The sound of one phone: what it sends, and what it has heard. Belongs to the media thread, but for {@link #heard}. */
final class MediaLeg {
    private static final int FRAME_TICKS = 160;
    private static final long FRAME_NANOS = 20_000_000L;
    private static final int NO_KEY = -1;
    private static final int KEY_UPDATES = 5;
    private static final int KEY_ENDS = 3;

    /** What a frame sounds like, told by how often its samples change sign. */
    enum Sound {
        SILENCE,
        LOW_TONE,
        HIGH_TONE;

        static Sound of(int crossings) {
            if (crossings < 4) {
                return SILENCE;
            }
            return crossings < 40 ? LOW_TONE : HIGH_TONE;
        }
    }

    final int serverPort;
    /** Whether its packets carry when they were sent, and what it hears is told by that. */
    final boolean stamped;

    private final int ssrc;
    private int count;
    private int sequence;
    private int timestamp;

    private int keyCode;
    private int keyTurn = NO_KEY;
    private int keyTimestamp;
    private long keyTime;
    private boolean awaitingAnswer;
    private Sound before = Sound.SILENCE;
    private long lastOld;

    private volatile boolean heard;
    private Sound sound = Sound.SILENCE;
    private int lastSequence;
    private long lastArrival;

    private int window;
    private int[] offsets = new int[0];
    private int taken;
    private int firstTimestamp;
    private int lastTimestamp;
    private int reordered;

    MediaLeg(int serverPort, int seed, boolean stamped) {
        this.serverPort = serverPort;
        this.stamped = stamped;
        this.ssrc = seed * 0x9E3779B9;
        this.sequence = seed & 0xffff;
        this.timestamp = seed * 31;
    }

    /** Whether the server's sound was heard at all. Any thread. */
    boolean heard() {
        return heard;
    }

    int ssrc() {
        return ssrc;
    }

    int nextSequence() {
        sequence = (sequence + 1) & 0xffff;
        return sequence;
    }

    int nextTimestamp() {
        int now = timestamp;
        timestamp += FRAME_TICKS;
        return now;
    }

    /** The number of the next stamped packet. */
    int nextCount() {
        return count++;
    }

    // ---- keys (RFC 4733)

    /** Begins to send a key; its first packet goes out now. */
    void press(int code, long now) {
        keyCode = code;
        keyTurn = 0;
        keyTimestamp = timestamp;
        keyTime = now;
        awaitingAnswer = true;
        before = sound;
        lastOld = 0;
    }

    boolean sendsKey() {
        return keyTurn != NO_KEY;
    }

    boolean keyBegins() {
        return keyTurn == 0;
    }

    int keyTimestamp() {
        return keyTimestamp;
    }

    /** The four bytes of the event now, and one turn further. */
    int nextKeyPayload() {
        boolean end = keyTurn >= KEY_UPDATES;
        int duration = Math.min(keyTurn + 1, KEY_UPDATES) * FRAME_TICKS;
        int payload = keyCode << 24 | (end ? 0x80 : 0) << 16 | 10 << 16 | duration;
        keyTurn++;
        timestamp += FRAME_TICKS;
        if (keyTurn == KEY_UPDATES + KEY_ENDS) {
            keyTurn = NO_KEY;
        }
        return payload;
    }

    // ---- what is heard

    /** Takes a packet in. {@code crossings} is negative where nobody asked what it sounds like. */
    void received(
            int packetSequence, int packetTimestamp, long arrival, int crossings, MediaWindow current, KeyTimes keys) {
        if (heard) {
            int step = (short) (packetSequence - lastSequence);
            if (step <= 0) {
                reordered++;
                return;
            }
            if (current.open() && step == 1 && window == current.number()) {
                current.spacing().record(arrival - lastArrival);
            }
        }
        if (current.open()) {
            intoWindow(packetTimestamp, arrival, current);
        }
        lastSequence = packetSequence;
        lastArrival = arrival;
        heard = true;
        if (crossings >= 0) {
            listen(Sound.of(crossings), arrival, keys);
        }
    }

    /** Takes in a packet of the other end of a bridge: its number there, and how long it was under way. */
    void forwarded(int number, long transitNanos, MediaWindow current) {
        heard = true;
        if (!current.open()) {
            return;
        }
        int ticks = number * FRAME_TICKS;
        begin(ticks, current);
        lastTimestamp = ticks;
        if (taken < offsets.length) {
            offsets[taken++] = (int) (transitNanos / 1_000);
        }
    }

    private void listen(Sound now, long arrival, KeyTimes keys) {
        sound = now;
        if (!awaitingAnswer) {
            return;
        }
        if (now == before) {
            lastOld = arrival;
        } else if (now != Sound.SILENCE) {
            awaitingAnswer = false;
            keys.answered(arrival - keyTime, lastOld == 0 ? 0 : lastOld - keyTime);
        }
    }

    /** Whether a pressed key has not been answered by another sound yet. */
    boolean awaitsAnswer() {
        return awaitingAnswer;
    }

    private void begin(int packetTimestamp, MediaWindow current) {
        if (window != current.number()) {
            window = current.number();
            taken = 0;
            reordered = 0;
            firstTimestamp = packetTimestamp;
            if (offsets.length < current.packets()) {
                offsets = new int[current.packets()];
            }
        }
    }

    private void intoWindow(int packetTimestamp, long arrival, MediaWindow current) {
        begin(packetTimestamp, current);
        lastTimestamp = packetTimestamp;
        int frame = (packetTimestamp - firstTimestamp) / FRAME_TICKS;
        if (taken < offsets.length) {
            offsets[taken++] = (int) ((arrival - current.start() - frame * FRAME_NANOS) / 1_000);
        }
    }

    /** Adds what was heard in the window to its result. */
    void settle(MediaWindow current) {
        if (window != current.number() || taken == 0) {
            current.silentStream();
            return;
        }
        int earliest = stamped ? 0 : Integer.MAX_VALUE;
        for (int i = 0; i < taken && !stamped; i++) {
            earliest = Math.min(earliest, offsets[i]);
        }
        int expected = (lastTimestamp - firstTimestamp) / FRAME_TICKS + 1;
        int missing = Math.max(0, expected - taken - reordered);
        int late = 0;
        for (int i = 0; i < taken; i++) {
            long lateness = (offsets[i] - earliest) * 1_000L;
            current.lateness().record(lateness);
            if (lateness > MediaWindow.LATE_NANOS) {
                late++;
            }
        }
        current.stream(taken, missing, late);
    }
}
