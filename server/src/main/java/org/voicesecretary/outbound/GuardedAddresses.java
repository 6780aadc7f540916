package org.voicesecretary.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name once for each connection and hands out only what the guard allows; the client connects to exactly these, so a name
 * that changes its address between look and leap gains nothing.
 */
public record GuardedAddresses(UrlGuard guard, AddressSource addresses) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return guard.allowed(host, addresses.resolve(host));
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
