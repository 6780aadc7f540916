package org.voicesecretary.media.bridge;

/**
 * Fits the packets of a source into a stream of our own: sequence numbers and timestamps go on where ours stood, gaps and order of the
 * source stay as they are, so that the receiver sees the losses and the jitter of the source and nothing else. One thread at a time;
 * allocates nothing.
 */
public final class Splice {
    /** A jump of sequence numbers that is another beginning, not a loss (MAX_DROPOUT of RFC 3550 §A.1). */
    private static final long GREATEST_GAP = 3000;
    /** Timestamps that leave the time of our stream by more (ten seconds) are another beginning too. */
    private static final int FARTHEST_TICKS = 80_000;

    private boolean anchored;
    private long first;
    private long newest;
    private long sequenceOffset;
    private int timestampOffset;
    private int sequence;
    private long timestamp;
    private boolean beginning;

    /** Something else has been sent, or the source has changed: the next packet goes on from there. */
    public void release() {
        anchored = false;
    }

    /**
     * Places a packet.
     *
     * @param sourceSequence its sequence number
     * @param sourceTimestamp its timestamp
     * @param nextSequence the number after the last one that our stream has used
     * @param nextTimestamp the time of our stream: where a packet that begins now belongs
     * @return false where it precedes what was sent before the source took over: it is not to be sent
     */
    public boolean place(int sourceSequence, long sourceTimestamp, int nextSequence, long nextTimestamp) {
        beginning = false;
        long extended = extend(sourceSequence);
        int mapped = (int) sourceTimestamp + timestampOffset;
        if (!anchored
                || Math.abs(extended - newest) > GREATEST_GAP
                || Math.abs(mapped - (int) nextTimestamp) > FARTHEST_TICKS) {
            anchored = true;
            beginning = true;
            extended = sourceSequence;
            first = extended;
            newest = extended;
            sequenceOffset = nextSequence - extended;
            timestampOffset = (int) nextTimestamp - (int) sourceTimestamp;
            mapped = (int) nextTimestamp;
        }
        if (extended < first) {
            return false;
        }
        newest = Math.max(newest, extended);
        sequence = (int) (extended + sequenceOffset) & 0xffff;
        timestamp = mapped & 0xffff_ffffL;
        return true;
    }

    /** A packet is left out on purpose: its number is given to the next one, so that nobody takes it for lost. */
    public void leaveOut(int sourceSequence, int nextSequence) {
        if (!anchored) {
            return;
        }
        long extended = extend(sourceSequence);
        if (extended >= newest && extended - newest <= GREATEST_GAP) {
            newest = extended;
            first = extended + 1;
            sequenceOffset = nextSequence - first;
        }
    }

    private long extend(int sourceSequence) {
        return newest + (short) (sourceSequence - (int) newest);
    }

    /** The number of the packet placed last. */
    public int sequence() {
        return sequence;
    }

    /** The timestamp of the packet placed last. */
    public long timestamp() {
        return timestamp;
    }

    /** Whether the packet placed last is the first since something else was sent. */
    public boolean beginning() {
        return beginning;
    }
}
