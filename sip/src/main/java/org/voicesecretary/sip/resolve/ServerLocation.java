package org.voicesecretary.sip.resolve;

import java.net.InetSocketAddress;

/**
 * One way to reach a server.
 *
 * @param transport as in a Via: {@code UDP}, {@code TCP} or {@code TLS}
 * @param address resolved
 */
public record ServerLocation(String transport, InetSocketAddress address) {}
