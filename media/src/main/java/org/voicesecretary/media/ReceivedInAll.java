package org.voicesecretary.media;

import java.util.concurrent.atomic.LongAdder;

/** What the sessions of an engine received until their end; each counts once it has ended. */
public final class ReceivedInAll {
    private final LongAdder packets = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder strangers = new LongAdder();
    private final LongAdder unknownPayloads = new LongAdder();

    void add(MediaStats ended) {
        packets.add(ended.packetsReceived());
        lost.add(ended.packetsLost());
        malformed.add(ended.malformed());
        strangers.add(ended.strangers());
        unknownPayloads.add(ended.unknownPayloads());
    }

    /** RTP of latched peers. */
    public long packets() {
        return packets.sum();
    }

    /** By gaps in the sequence. */
    public long lost() {
        return lost.sum();
    }

    /** Packets that were no RTP or RTCP. */
    public long malformed() {
        return malformed.sum();
    }

    /** Packets from others than the peer, ignored. */
    public long strangers() {
        return strangers.sum();
    }

    /** Packets of payload types that were not agreed. */
    public long unknownPayloads() {
        return unknownPayloads.sum();
    }
}
