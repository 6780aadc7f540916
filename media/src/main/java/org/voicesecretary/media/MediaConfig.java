package org.voicesecretary.media;

import java.net.InetAddress;
import java.time.Duration;
import org.voicesecretary.media.clock.PacingConfig;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.net.PortRange;
import org.voicesecretary.media.sdp.LocalCapabilities;

/**
 * How media is served.
 *
 * @param bindAddress the local address of RTP; may be the wildcard
 * @param advertisedAddress what our SDP names: the address peers reach us at
 * @param ports the range of RTP ports
 * @param portRest how long a port pair rests before the next call gets it
 * @param capabilities what we speak
 * @param idle what is sent while nothing is played
 * @param rtpTimeout after how long without RTP a peer is taken as gone; zero never
 * @param threads how many threads serve the sessions
 * @param pacing how time is cut
 */
public record MediaConfig(
        InetAddress bindAddress,
        InetAddress advertisedAddress,
        PortRange ports,
        Duration portRest,
        LocalCapabilities capabilities,
        IdleAudio idle,
        Duration rtpTimeout,
        int threads,
        PacingConfig pacing) {

    /** Checks what can be wrong. */
    public MediaConfig {
        if (advertisedAddress.isAnyLocalAddress()) {
            throw new IllegalArgumentException("the media address for SDP is the wildcard "
                    + advertisedAddress.getHostAddress() + ": expected the address at which phones reach this machine");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("media threads are " + threads + ": expected 1 or more");
        }
    }

    /** Ephemeral ports at one address, all codecs, silence while idle, 60 s of RTP timeout, half of the cores. */
    public static MediaConfig at(InetAddress address) {
        return new MediaConfig(
                address,
                address,
                PortRange.ephemeral(),
                Duration.ofSeconds(2),
                LocalCapabilities.DEFAULT,
                IdleAudio.SILENCE,
                Duration.ofSeconds(60),
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                PacingConfig.defaults());
    }

    /** On the loopback, for tests and demonstrations. */
    public static MediaConfig loopback() {
        return at(InetAddress.getLoopbackAddress());
    }

    public MediaConfig withPorts(PortRange range) {
        return new MediaConfig(
                bindAddress, advertisedAddress, range, portRest, capabilities, idle, rtpTimeout, threads, pacing);
    }

    public MediaConfig withPortRest(Duration rest) {
        return new MediaConfig(
                bindAddress, advertisedAddress, ports, rest, capabilities, idle, rtpTimeout, threads, pacing);
    }

    public MediaConfig withCapabilities(LocalCapabilities spoken) {
        return new MediaConfig(
                bindAddress, advertisedAddress, ports, portRest, spoken, idle, rtpTimeout, threads, pacing);
    }

    public MediaConfig withCodecs(AudioCodec... bestFirst) {
        return withCapabilities(capabilities.withCodecs(bestFirst));
    }

    public MediaConfig withIdle(IdleAudio audio) {
        return new MediaConfig(
                bindAddress, advertisedAddress, ports, portRest, capabilities, audio, rtpTimeout, threads, pacing);
    }

    public MediaConfig withRtpTimeout(Duration timeout) {
        return new MediaConfig(
                bindAddress, advertisedAddress, ports, portRest, capabilities, idle, timeout, threads, pacing);
    }

    public MediaConfig withThreads(int count) {
        return new MediaConfig(
                bindAddress, advertisedAddress, ports, portRest, capabilities, idle, rtpTimeout, count, pacing);
    }
}
