package org.voicesecretary.media.srtp;

/**
 * The RTP of one source under one key: its roll-over counter and what of it was received (RFC 3711 §3.3.1, §3.3.2). Numbers that come
 * again, or are older than 64 packets, are refused.
 */
final class SrtpStream {
    private static final int WINDOW = 64;

    private final int ssrc;
    private long highest = -1;
    private long seen; // bit n: highest − n was received

    SrtpStream(int ssrc) {
        this.ssrc = ssrc;
    }

    int ssrc() {
        return ssrc;
    }

    /** Goes on with the roll-over counter of another key (RFC 3711 §3.3.1: a new key does not set it back). */
    void follow(SrtpStream before) {
        highest = before.highest;
        seen = before.seen;
    }

    /** The index of 48 bits that a sequence number most likely stands for. */
    long index(int sequence) {
        if (highest < 0) {
            return sequence;
        }
        long guess = highest + (short) (sequence - (int) highest);
        return guess < 0 ? guess + 0x1_0000 : guess;
    }

    /** Whether a packet of this index may be taken. */
    boolean isFresh(long index) {
        if (highest < 0 || index > highest) {
            return true;
        }
        long behind = highest - index;
        return behind < WINDOW && (seen >>> behind & 1) == 0;
    }

    /** A packet of this index was authentic. */
    void note(long index) {
        if (index > highest) {
            long ahead = highest < 0 ? WINDOW : index - highest;
            seen = ahead >= WINDOW ? 1 : seen << ahead | 1;
            highest = index;
        } else {
            seen |= 1L << (highest - index);
        }
    }
}
