package org.voicesecretary.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.transport.Hop;
import org.voicesecretary.sip.transport.Transport;

/** IP addresses as they are, names as the operating system knows them; SRV and NAPTR records are not asked for. */
final class SystemResolver implements TargetResolver {

    @Override
    public List<Hop> resolve(SipUri uri) throws IOException {
        Transport transport = transportOf(uri);
        int port = uri.port() > 0 ? uri.port() : transport.defaultPort();
        var literal = uri.host().address();
        if (literal.isPresent()) {
            return List.of(new Hop(transport, new InetSocketAddress(literal.get(), port)));
        }
        var hops = new ArrayList<Hop>();
        try {
            for (InetAddress address : InetAddress.getAllByName(uri.host().name())) {
                hops.add(new Hop(transport, new InetSocketAddress(address, port)));
            }
        } catch (UnknownHostException e) {
            throw new IOException("host \"" + uri.host().name() + "\" is unknown", e);
        }
        return hops;
    }

    private static Transport transportOf(SipUri uri) throws IOException {
        if (uri.secure()) {
            return Transport.TLS;
        }
        String name = uri.transport();
        if (name == null) {
            return Transport.UDP;
        }
        return Transport.of(name)
                .orElseThrow(() -> new IOException("transport \"" + name + "\" of " + uri + " is not offered"));
    }
}
