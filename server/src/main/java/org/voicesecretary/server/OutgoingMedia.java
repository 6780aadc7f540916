package org.voicesecretary.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.SipDialer;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.media.SessionOptions;
import org.voicesecretary.phone.LocalAddress;
import org.voicesecretary.sip.message.Host;
import org.voicesecretary.sip.registration.Binding;

/** Under which addresses those that we call know us: for media, and for the numbers that they are shown. */
final class OutgoingMedia implements SipDialer.MediaPlace {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingMedia.class);

    private final Optional<String> listen;
    private final Optional<String> publicAddress;
    private final MediaConfig media;

    OutgoingMedia(InstallationConfig config, MediaConfig media) {
        this.listen = config.rtp().listen();
        this.publicAddress = config.sip().publicAddress();
        this.media = media;
    }

    @Override
    public SessionOptions toward(DialOrder.To to) throws UnknownHostException {
        InetAddress own = switch (to) {
            case DialOrder.To.Device(var binding) -> local(binding);
            case DialOrder.To.Address(var uri) -> local(uri.host());
        };
        InetAddress bind = listen.isPresent() ? InetAddress.getByName(listen.get()) : own;
        InetAddress advertised = publicAddress.isPresent()
                ? InetAddress.getByName(publicAddress.get())
                : bind.isAnyLocalAddress() ? own : bind;
        return new SessionOptions(bind, advertised, media.capabilities(), media.idle());
    }

    /** The host of numbers that a telephone is shown, so that it can call them back. */
    Host towards(Binding telephone) {
        return publicAddress.map(Host::new).orElseGet(() -> Host.of(local(telephone)));
    }

    private static InetAddress local(Binding telephone) {
        InetAddress bound = telephone.local().address().getAddress();
        return bound.isAnyLocalAddress()
                ? local(Host.of(telephone.source().address().getAddress()))
                : bound;
    }

    private static InetAddress local(Host peer) {
        try {
            return LocalAddress.towards(peer);
        } catch (IOException e) {
            LOG.warn("no way to {}: {}", peer, e.getMessage());
            return InetAddress.getLoopbackAddress();
        }
    }
}
