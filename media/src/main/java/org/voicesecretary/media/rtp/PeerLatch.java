package org.voicesecretary.media.rtp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the peer's media comes from and where ours goes to: symmetric RTP (RFC 4961) that latches once. The address in the peer's SDP has
 * precedence; a source elsewhere (a phone behind NAT) is latched only while nothing came from there, and only after some packets in
 * sequence, so that a stray datagram cannot steal a call. From then on everybody else is ignored (no "RTP bleed") until the next offer or
 * answer names a new address.
 */
public final class PeerLatch {
    /** Packets in sequence that a source other than the SDP address has to show; one more than RFC 3550's MIN_SEQUENTIAL. */
    private static final int PROBATION = 3;

    private @Nullable InetSocketAddress announced;
    private @Nullable InetSocketAddress latched;
    private boolean confirmed;
    private boolean settled;
    private @Nullable InetSocketAddress candidate;
    private int candidateSsrc;
    private int candidateSequence;
    private int candidatePackets;

    /** The peer's SDP names where it wants to receive: latching begins anew; until it has latched again, we send there. */
    public void announce(InetSocketAddress address) {
        announced = address;
        latched = null;
        reopen();
    }

    /**
     * The peer sent a new description with the old address: it is where it was unless it is heard from elsewhere first, and we go on
     * sending where we did. One packet from where it was, and latching is over again.
     */
    public void reopen() {
        settled = false;
        confirmed = false;
        candidate = null;
    }

    /** Whether a packet is of the peer. Nothing is allocated. */
    public boolean admits(InetSocketAddress source, int ssrc, int sequence) {
        if (settled) {
            return source.equals(latched);
        }
        if (source.equals(announced)) {
            latched = announced;
            settled = true;
            candidate = null;
            return true;
        }
        if (source.equals(latched)) {
            confirmed = true;
            candidate = null;
            return true;
        }
        if (confirmed) { // only the announced address could still take its place
            return false;
        }
        return announced != null && passesProbation(source, ssrc, sequence);
    }

    private boolean passesProbation(InetSocketAddress source, int ssrc, int sequence) {
        boolean continues =
                source.equals(candidate) && ssrc == candidateSsrc && sequence == ((candidateSequence + 1) & 0xffff);
        if (!continues) {
            if (candidate != null && !source.equals(candidate) && candidatePackets > 1) {
                candidatePackets--; // two strangers at once wear each other down: neither is latched by luck
                return false;
            }
            candidate = source;
            candidateSsrc = ssrc;
            candidatePackets = 0;
        }
        candidateSequence = sequence;
        candidatePackets++;
        if (candidatePackets < PROBATION) {
            return false;
        }
        latched = source;
        confirmed = true;
        candidate = null;
        return true;
    }

    /** Where to send to: the latched source, before that the address of the SDP, before that nowhere. */
    public @Nullable InetSocketAddress target() {
        return latched != null ? latched : announced;
    }

    /** Whether a source was latched. */
    public boolean latched() {
        return latched != null;
    }
}
