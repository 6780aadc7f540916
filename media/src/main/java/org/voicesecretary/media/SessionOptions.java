package org.voicesecretary.media;

import java.net.InetAddress;
import org.voicesecretary.media.sdp.LocalCapabilities;

/**
 * What one session does differently from the others of its engine.
 *
 * @param bindAddress the local address of its sockets
 * @param advertisedAddress what its SDP names
 * @param capabilities what it speaks
 * @param idle what it sends while nothing is played
 */
public record SessionOptions(
        InetAddress bindAddress, InetAddress advertisedAddress, LocalCapabilities capabilities, IdleAudio idle) {

    /** As the engine is configured. */
    public static SessionOptions of(MediaConfig config) {
        return new SessionOptions(
                config.bindAddress(), config.advertisedAddress(), config.capabilities(), config.idle());
    }

    /** At another address of this machine, such as the one of the other IP version. */
    public SessionOptions at(InetAddress address) {
        return new SessionOptions(address, address, capabilities, idle);
    }

    public SessionOptions withCapabilities(LocalCapabilities spoken) {
        return new SessionOptions(bindAddress, advertisedAddress, spoken, idle);
    }

    public SessionOptions withIdle(IdleAudio audio) {
        return new SessionOptions(bindAddress, advertisedAddress, capabilities, audio);
    }
}
