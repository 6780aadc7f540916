package org.voicesecretary.sip;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.resolve.DnsClient;
import org.voicesecretary.sip.resolve.ServerLocator;
import org.voicesecretary.sip.transport.Hop;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.sip.transport.Transport;

/** RFC 3263 with the name servers of this machine, for the transports and address families that we listen on. */
final class LocatingResolver implements TargetResolver {

    private static final Duration DNS_TIMEOUT = Duration.ofSeconds(2);

    private final List<ListeningPoint> points;
    private final ServerLocator locator;

    LocatingResolver(List<ListeningPoint> points, RandomGenerator random) {
        this.points = points;
        List<String> transports = points.stream()
                .map(point -> point.transport().name())
                .distinct()
                .toList();
        this.locator = new ServerLocator(DnsClient.ofSystem(DNS_TIMEOUT), transports, this::reachable, random);
    }

    private boolean reachable(InetAddress address) {
        boolean v4 = address instanceof Inet4Address;
        return points.stream()
                .map(point -> point.address().getAddress())
                .anyMatch(local -> local instanceof Inet4Address == v4
                        // A socket on [::] takes IPv4 as well.
                        || v4 && local.isAnyLocalAddress());
    }

    @Override
    public List<Hop> resolve(SipUri uri) throws IOException {
        return locator.locate(uri).stream()
                .flatMap(location -> Transport.of(location.transport())
                        .map(transport -> new Hop(
                                transport, location.address(), uri.host().name()))
                        .stream())
                .toList();
    }
}
