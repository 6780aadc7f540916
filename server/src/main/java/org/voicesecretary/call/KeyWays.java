package org.voicesecretary.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.dtmf.DtmfDigit;

/**
 * Makes one key of what a phone tells in several ways at once. The surest way that a caller uses is the one that counts:
 * telephone-events over INFO over tones, which speech can imitate; the other ways are no longer listened to from then on.
 */
final class KeyWays {
    /** A key by INFO is told when it is released, so this long after its tone may have begun. */
    private static final long SAME_PRESS = Duration.ofSeconds(1).toNanos();

    private int surest;
    private @Nullable DtmfDigit lastDigit;
    private @Nullable DigitSource lastWay;
    private long lastNanos;

    /** Whether this is a key of its own, and not one that was told already in another way. */
    synchronized boolean isNew(DtmfDigit digit, DigitSource way, long nanoTime) {
        int sureness = sureness(way);
        if (sureness < surest) {
            return false;
        }
        surest = sureness;
        boolean echo = digit == lastDigit && way != lastWay && nanoTime - lastNanos < SAME_PRESS;
        lastDigit = digit;
        lastWay = way;
        lastNanos = nanoTime;
        return !echo;
    }

    private static int sureness(DigitSource way) {
        return switch (way) {
            case TELEPHONE_EVENT -> 2;
            case SIP_INFO -> 1;
            case IN_BAND -> 0;
        };
    }
}
