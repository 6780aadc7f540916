package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.net.PortPair;
import org.voicesecretary.media.sdp.NegotiatedAudio;

/** The RTCP of a session. */
final class RtcpStage {
    RtcpStage(MediaLoop loop, PortPair ports, Outbound outbound, Inbound inbound) {}

    void agree(NegotiatedAudio audio, @Nullable InetSocketAddress to) {}

    void onPacket(ByteBuffer packet, InetSocketAddress source, long nanos) {}

    void turn(long nanos) {}

    void bye(long nanos) {}

    MediaStats.@Nullable RemoteReport remoteReport() {
        return null;
    }
}
