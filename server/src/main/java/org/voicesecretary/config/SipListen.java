package org.voicesecretary.config;

import java.util.Locale;

/** A SIP listening point: {@code udp:0.0.0.0:5060}, {@code tcp:[::]:5060}. */
public record SipListen(Transport transport, HostPort address) {
    /** What SIP messages travel over. */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    /** @throws IllegalArgumentException with a sentence for the person who wrote the text */
    public static SipListen parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        for (Transport transport : Transport.values()) {
            if (colon > 0 && transport.name().equalsIgnoreCase(name.strip())) {
                return new SipListen(transport, HostPort.parse(text.substring(colon + 1)));
            }
        }
        throw new IllegalArgumentException(
                "\"" + text
                        + "\" is no SIP listening point; expected TRANSPORT:ADDRESS:PORT with udp, tcp or tls, such as udp:0.0.0.0:5060");
    }

    @Override
    public String toString() {
        return transport.name().toLowerCase(Locale.ROOT) + ":" + address;
    }
}
