package org.voicesecretary.sip.transport;

import java.time.Duration;

/**
 * What strangers may take of us.
 *
 * @param connections open connections in all
 * @param connectionsOfStrangers open connections from all sources that the {@link RequestFilter} does not know; the rest is for those it does
 * @param connectionsPerSource open connections from one IPv4 address or one /64 of IPv6
 * @param idle a connection without a byte for so long is closed; calls on it can be reached again by a new one
 * @param idleStranger the same for connections of strangers
 * @param unfinishedMessage how long a message may take to arrive whole on a connection
 * @param connect how long opening a connection may take
 * @param write how long a peer may refuse to read before its connection is closed
 * @param keepAlive how often a connection that we opened sends CRLF CRLF (RFC 5626 §3.5.1); zero: never
 * @param unsentBytes bytes waiting for one connection
 * @param queueLength datagrams waiting for one worker
 * @param workers threads for datagrams
 */
public record TransportLimits(
        int connections,
        int connectionsOfStrangers,
        int connectionsPerSource,
        Duration idle,
        Duration idleStranger,
        Duration unfinishedMessage,
        Duration connect,
        Duration write,
        Duration keepAlive,
        int unsentBytes,
        int queueLength,
        int workers) {

    public static final TransportLimits DEFAULTS = new TransportLimits(
            10_000,
            5_000,
            256,
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofSeconds(90),
            1 << 20,
            8_192,
            Math.max(2, Runtime.getRuntime().availableProcessors()));
}
