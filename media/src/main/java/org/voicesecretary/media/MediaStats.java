package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;

/**
 * What a session has done so far.
 *
 * @param codec what is sent; null before an answer
 * @param target where it is sent to; null before the peer's SDP came
 * @param latched whether the peer's source was seen
 * @param packetsSent RTP, digits included
 * @param bytesSent payload, without headers
 * @param sendFailures packets the system did not take
 * @param lateSends packets sent more than 10 ms after their time
 * @param packetsReceived RTP of the latched peer
 * @param bytesReceived payload, without headers
 * @param packetsLost by gaps in the sequence (RFC 3550 A.3)
 * @param packetsMisordered came after a later one
 * @param jitterMillis interarrival jitter (RFC 3550 A.8)
 * @param ssrcChanges how often the peer changed its source
 * @param strangers packets from others than the peer, ignored
 * @param malformed packets that were no RTP or RTCP
 * @param unknownPayloads packets of payload types that were not agreed
 * @param lastReceivedNanos when the last RTP came, by the media clock; 0 where none did
 * @param remoteReport what the peer's last RTCP report says of our stream; null before one came
 */
public record MediaStats(
        @Nullable AudioCodec codec,
        @Nullable InetSocketAddress target,
        boolean latched,
        long packetsSent,
        long bytesSent,
        long sendFailures,
        long lateSends,
        long packetsReceived,
        long bytesReceived,
        long packetsLost,
        long packetsMisordered,
        double jitterMillis,
        int ssrcChanges,
        long strangers,
        long malformed,
        long unknownPayloads,
        long lastReceivedNanos,
        @Nullable RemoteReport remoteReport) {

    /**
     * The peer's view of what we send (RFC 3550 §6.4.1).
     *
     * @param fractionLost share of packets lost since its report before, 0 to 1
     * @param lost packets lost in all
     * @param jitterMillis what it measured
     * @param roundTripMillis there and back without its dwelling time; negative where it cannot be told yet
     */
    public record RemoteReport(double fractionLost, long lost, double jitterMillis, double roundTripMillis) {}

    /** The peer's view of what we send, if it told. */
    public Optional<RemoteReport> remote() {
        return Optional.ofNullable(remoteReport);
    }
}
