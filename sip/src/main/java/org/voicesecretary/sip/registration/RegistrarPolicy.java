package org.voicesecretary.sip.registration;

import java.time.Duration;

/**
 * What a registrar grants.
 *
 * @param minimum a shorter registration gets 423; at most one hour (RFC 3261 §10.3)
 * @param maximum a longer one is shortened
 * @param usual where the REGISTER does not say
 * @param devices of one address-of-record; one more gets 403
 * @param flowTimer within which a device has to send its keep-alive by RFC 5626; zero: it is not told
 */
public record RegistrarPolicy(Duration minimum, Duration maximum, Duration usual, int devices, Duration flowTimer) {

    public static final RegistrarPolicy DEFAULT = new RegistrarPolicy(
            Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofHours(1), 10, Duration.ofSeconds(120));

    public RegistrarPolicy {
        if (minimum.compareTo(Duration.ofHours(1)) > 0 || minimum.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("registration of at least " + minimum.toSeconds()
                    + " s is out of range: expected at most 3600 s and at most the maximum, " + maximum.toSeconds()
                    + " s");
        }
        if (devices < 1) {
            throw new IllegalArgumentException("devices of one extension: " + devices + ", expected 1 or more");
        }
        usual = usual.compareTo(maximum) > 0 ? maximum : usual;
    }
}
