package org.voicesecretary.sip.transaction;

import java.time.Duration;

/**
 * The base timers of RFC 3261 §17.1.1.1; all others follow from them (table 4 of its annex A).
 *
 * @param t1 estimate of the round trip
 * @param t2 longest pause between two retransmissions of a non-INVITE request or an INVITE response
 * @param t4 how long a message may stay in the network
 */
public record TimerValues(Duration t1, Duration t2, Duration t4) {

    public static final TimerValues RFC_3261 =
            new TimerValues(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

    /** 64 × T1: timers B, F, H, J, L and M, and how long a 2xx or a reliable provisional is repeated. */
    public Duration timeout() {
        return t1.multipliedBy(64);
    }

    /** Timer D: how long a client INVITE transaction over UDP absorbs repeated final responses; at least 32 s. */
    public Duration d() {
        Duration least = Duration.ofSeconds(32);
        return timeout().compareTo(least) > 0 ? timeout() : least;
    }

    /** The pause after {@code pause}: doubled, capped at T2. */
    public Duration doubledUpToT2(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(t2) > 0 ? t2 : doubled;
    }
}
