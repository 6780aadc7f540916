package org.voicesecretary.media.sdp;

import java.util.Locale;
import java.util.Optional;
import org.voicesecretary.media.srtp.SrtpKey;
import org.voicesecretary.media.srtp.SrtpSuite;

/**
 * One {@code a=crypto} with a key that can be used here (RFC 4568 §4): one key, without an identifier (MKI), encrypted and authenticated.
 *
 * @param tag 0 to 999,999,999, repeated by the answer that takes it
 * @param key for what its sender sends
 */
record Crypto(int tag, SrtpKey key) {
    private static final String INLINE = "inline:";

    /** Reads the attribute's value; empty for what cannot be used here, which is no reason to refuse the others. */
    static Optional<Crypto> parse(String value) {
        String[] parts = value.strip().split("\\s+", 8);
        if (parts.length < 3) {
            return Optional.empty();
        }
        int tag = SdpNumbers.parse(parts[0], 999_999_999);
        Optional<SrtpSuite> suite = SrtpSuite.named(parts[1]);
        String parameters = parts[2];
        if (tag < 0 || suite.isEmpty() || !parameters.toLowerCase(Locale.ROOT).startsWith(INLINE)) {
            return Optional.empty();
        }
        String[] fields = parameters.substring(INLINE.length()).split("\\|", 4);
        for (int i = 1; i < fields.length; i++) {
            if (fields[i].contains(":")) {
                return Optional.empty(); // an MKI would be in every packet
            }
        }
        for (int i = 3; i < parts.length; i++) {
            // RFC 4568 §6.3: the size of their window is their affair, what begins with a minus may be ignored
            if (!parts[i].startsWith("WSH=") && !parts[i].startsWith("-")) {
                return Optional.empty();
            }
        }
        return SrtpKey.ofBase64(suite.get(), fields[0]).map(key -> new Crypto(tag, key));
    }

    Attribute attribute() {
        return Attribute.of("crypto", tag + " " + key.suite().name() + " " + INLINE + key.toBase64());
    }
}
