package org.voicesecretary.media.rtcp;

import java.time.Instant;

/** NTP timestamps as RTCP carries them: seconds since 1900 and fractions of 2⁻³² s, in 64 bits. */
public final class NtpTime {

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    private NtpTime() {}

    public static long of(Instant instant) {
        long seconds = instant.getEpochSecond() + SECONDS_1900_TO_1970;
        long fraction = ((long) instant.getNano() << 32) / 1_000_000_000L;
        return seconds << 32 | fraction;
    }

    /** The middle 32 bits: seconds modulo 65,536 and fractions of 2⁻¹⁶ s. */
    public static long middle(long ntp) {
        return ntp >>> 16 & 0xFFFF_FFFFL;
    }
}
