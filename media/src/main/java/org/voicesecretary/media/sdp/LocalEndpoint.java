package org.voicesecretary.media.sdp;

import java.net.InetAddress;

/**
 * Where we receive the audio of one call.
 *
 * @param connection the address that the other side can reach
 * @param rtpPort for RTP
 * @param rtcpPort for RTCP where it is not multiplexed; equal to the RTP port if one socket takes both anyway
 */
public record LocalEndpoint(Connection connection, int rtpPort, int rtcpPort) {

    public LocalEndpoint {
        if (rtpPort < 1 || rtpPort > 65_535 || rtcpPort < 1 || rtcpPort > 65_535) {
            throw new IllegalArgumentException(
                    "media ports are out of range: RTP " + rtpPort + ", RTCP " + rtcpPort + ", expected 1 to 65535");
        }
    }

    public static LocalEndpoint of(InetAddress address, int rtpPort, int rtcpPort) {
        return new LocalEndpoint(Connection.of(address), rtpPort, rtcpPort);
    }
}
