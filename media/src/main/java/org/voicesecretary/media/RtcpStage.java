package org.voicesecretary.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.net.PacketSocket;
import org.voicesecretary.media.net.PortPair;
import org.voicesecretary.media.rtcp.NtpTime;
import org.voicesecretary.media.rtcp.ReportBlock;
import org.voicesecretary.media.rtcp.RtcpCompound;
import org.voicesecretary.media.rtcp.RtcpFormatException;
import org.voicesecretary.media.rtcp.RtcpInterval;
import org.voicesecretary.media.rtcp.RtcpPacket;
import org.voicesecretary.media.sdp.NegotiatedAudio;

/** The RTCP of a session: a report about every five seconds, the peer's reports, BYE at the end. On the loop's thread only. */
final class RtcpStage {
    private static final int UDP_AND_IP_BYTES = 28;
    private static final double TICKS_PER_MILLI = 8;
    private static final long TICK_NANOS = 125_000;

    private final StreamHome home;
    private final PortPair ports;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Encryption encryption;
    private @Nullable NegotiatedAudio agreed;
    private @Nullable InetSocketAddress announced;
    private @Nullable InetSocketAddress heardFrom;
    private boolean first = true;
    private long due;
    private long lastReceived;
    private long packetsAtReport;
    private double averageBytes = 100;
    private @Nullable String cname;
    private MediaStats.@Nullable RemoteReport remoteReport;

    RtcpStage(StreamHome home, PortPair ports, Outbound outbound, Inbound inbound, Encryption encryption) {
        this.home = home;
        this.ports = ports;
        this.outbound = outbound;
        this.inbound = inbound;
        this.encryption = encryption;
    }

    void agree(NegotiatedAudio audio, @Nullable InetSocketAddress to) {
        if (agreed == null) {
            due = clock().nanos() + interval();
        }
        if (to == null || !to.equals(announced)) {
            heardFrom = null;
        }
        agreed = audio;
        announced = to;
    }

    void turn(long nanos) {
        if (agreed != null && nanos - due >= 0) {
            send(nanos, Optional.empty());
            first = false;
            due = nanos + interval();
        }
    }

    /** RFC 3550 §6.6: whoever leaves says so. */
    void bye(long nanos) {
        if (agreed != null && outbound.sender().packets() > 0) { // RFC 3550 §6.3.7: not who never sent
            send(nanos, Optional.of(new RtcpPacket.Bye(List.of(outbound.sender().ssrc()), Optional.empty())));
        }
    }

    private MediaClock clock() {
        return home.loop().clock();
    }

    private long interval() {
        return RtcpInterval.OF_64_KBIT
                .next(first, 2, averageBytes, home.loop().random().nextDouble())
                .toNanos();
    }

    private void send(long nanos, Optional<RtcpPacket> last) {
        InetSocketAddress to = target();
        if (to == null) {
            return;
        }
        List<RtcpPacket> packets = new ArrayList<>(3);
        packets.add(report(nanos));
        packets.add(new RtcpPacket.SourceDescription(outbound.sender().ssrc(), canonicalName()));
        last.ifPresent(packets::add);
        byte[] bytes = home.scratch().payload;
        int length = RtcpCompound.encode(packets, bytes, 0);
        ByteBuffer packet = home.scratch().packet;
        packet.clear();
        packet.put(bytes, 0, length).flip();
        if (encryption.protect(packet, true)) {
            socket().send(packet, to);
        }
        averageBytes += (length + UDP_AND_IP_BYTES - averageBytes) / 16; // RFC 3550 §6.3.3
    }

    private RtcpPacket report(long nanos) {
        ReportBlock block = inbound.source().report(clock().nanos());
        List<ReportBlock> blocks = block == null ? List.of() : List.of(block);
        if (outbound.sender().packets() == packetsAtReport) {
            return new RtcpPacket.ReceiverReport(outbound.sender().ssrc(), blocks);
        }
        packetsAtReport = outbound.sender().packets();
        // the timestamp of the last frame belongs to this turn's deadline; the report is made somewhat later
        long sinceDeadline = Math.max(0, clock().nanos() - nanos) / TICK_NANOS;
        return new RtcpPacket.SenderReport(
                outbound.sender().ssrc(),
                NtpTime.of(clock().wallTime()),
                outbound.lastTimestamp() + sinceDeadline & 0xffff_ffffL,
                outbound.sender().packets(),
                outbound.sender().bytes(),
                blocks);
    }

    /** A datagram from the RTCP port, or from the RTP port where both go there. */
    void onPacket(ByteBuffer packet, InetSocketAddress from, long nanos) {
        if (!isOfPeer(from)) {
            inbound.countStranger();
            return;
        }
        if (!encryption.open(packet, true)) {
            inbound.countMalformed();
            return;
        }
        byte[] bytes = home.scratch().payload;
        int length = Math.min(packet.remaining(), bytes.length);
        packet.get(packet.position(), bytes, 0, length);
        try {
            List<RtcpPacket> packets = RtcpCompound.parse(bytes, 0, length);
            heardFrom = from;
            lastReceived = nanos;
            averageBytes += (length + UDP_AND_IP_BYTES - averageBytes) / 16;
            packets.forEach(one -> take(one, nanos));
        } catch (RtcpFormatException malformed) {
            inbound.countMalformed();
        }
    }

    private void take(RtcpPacket packet, long nanos) {
        switch (packet) {
            case RtcpPacket.SenderReport report -> {
                inbound.source().senderReport(report.ssrc(), report.ntp(), nanos);
                report.blocks().forEach(this::noteReport);
            }
            case RtcpPacket.ReceiverReport report -> report.blocks().forEach(this::noteReport);
            case RtcpPacket.SourceDescription _ -> {}
            case RtcpPacket.Bye _ -> {} // the call's end is told by signalling; a source that goes on is still heard
        }
    }

    private void noteReport(ReportBlock block) {
        if (block.ssrc() == outbound.sender().ssrc()) {
            Instant now = clock().wallTime();
            remoteReport = new MediaStats.RemoteReport(
                    block.fractionLost() / 256.0,
                    block.cumulativeLost(),
                    block.jitter() / TICKS_PER_MILLI,
                    block.roundTripMillis(NtpTime.of(now)));
        }
    }

    /** RTCP has no sequence numbers to prove itself by: it is believed from the host that the RTP goes to, and from where SDP says. */
    private boolean isOfPeer(InetSocketAddress from) {
        if (from.equals(announced)) {
            return true;
        }
        InetSocketAddress rtp = inbound.latch().target();
        InetAddress host = rtp == null ? null : rtp.getAddress();
        return from.getAddress().equals(host);
    }

    private @Nullable InetSocketAddress target() {
        NegotiatedAudio audio = agreed;
        if (audio != null && audio.rtcpMux()) {
            return inbound.latch().target();
        }
        return heardFrom != null ? heardFrom : announced; // symmetric, for phones behind NAT
    }

    private PacketSocket socket() {
        NegotiatedAudio audio = agreed;
        return audio != null && audio.rtcpMux() ? ports.rtp() : ports.rtcp();
    }

    /** RFC 7022 §4.2: random, so that it tells nothing about us. */
    private String canonicalName() {
        String name = cname;
        if (name == null) {
            name = Long.toHexString(home.loop().random().nextLong())
                    + Long.toHexString(home.loop().random().nextLong());
            cname = name;
        }
        return name;
    }

    /** When the last packet of the peer came; of no meaning before there was one, see {@link #heard}. */
    long lastReceived() {
        return lastReceived;
    }

    /** Whether a packet of the peer came, and none of the peer before it. */
    boolean heard() {
        return heardFrom != null;
    }

    MediaStats.@Nullable RemoteReport remoteReport() {
        return remoteReport;
    }
}
