package org.voicesecretary.sip.transport;

import java.util.Locale;
import java.util.Optional;

/** The transports a Via can name (RFC 3261 §20.42). */
public enum Transport {
    UDP(false, 5060),
    TCP(true, 5060),
    TLS(true, 5061);

    private final boolean reliable;
    private final int defaultPort;

    Transport(boolean reliable, int defaultPort) {
        this.reliable = reliable;
        this.defaultPort = defaultPort;
    }

    /** Whether the transport retransmits by itself, so that transactions need not. */
    public boolean reliable() {
        return reliable;
    }

    /** RFC 3261 §18.1.1: the port where none is written. */
    public int defaultPort() {
        return defaultPort;
    }

    /** As it stands in the {@code transport} parameter of a URI: {@code udp}, {@code tcp}, {@code tls}. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The transport of a Via or a {@code transport} parameter, in any case; empty for one that is not known here. */
    public static Optional<Transport> of(String token) {
        for (Transport transport : values()) {
            if (transport.name().equalsIgnoreCase(token)) {
                return Optional.of(transport);
            }
        }
        return Optional.empty();
    }
}
