package org.voicesecretary.media.rtcp;

import java.util.List;
import java.util.Optional;

/** One packet of a compound RTCP datagram (RFC 3550 §6). */
public sealed interface RtcpPacket {

    int ssrc();

    /**
     * SR: what its sender sent and received.
     *
     * @param ntp when it was sent, 64 bits
     * @param rtpTimestamp the same moment on the RTP clock, 32 bits
     * @param packets sent since the beginning, 32 bits
     * @param octets of payload sent since the beginning, 32 bits
     * @param blocks at most 31
     */
    record SenderReport(int ssrc, long ntp, long rtpTimestamp, long packets, long octets, List<ReportBlock> blocks)
            implements RtcpPacket {
        public SenderReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** RR: what its sender, which sent nothing lately, received. */
    record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {
        public ReceiverReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** SDES of one source: its canonical name, the only item that is kept. */
    record SourceDescription(int ssrc, String cname) implements RtcpPacket {}

    /** BYE: sources that leave; the first of them is {@link #ssrc()}. */
    record Bye(List<Integer> sources, Optional<String> reason) implements RtcpPacket {
        public Bye {
            sources = List.copyOf(sources);
            if (sources.isEmpty()) {
                throw new IllegalArgumentException("a BYE names no source: at least one was expected");
            }
        }

        @Override
        public int ssrc() {
            return sources.getFirst();
        }
    }
}
