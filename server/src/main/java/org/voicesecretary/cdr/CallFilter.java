package org.voicesecretary.cdr;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of an account's calls.
 *
 * @param from the first moment in which they may have begun
 * @param until the first moment after those in which they may have begun
 * @param direction null = any
 * @param extension that called or took the call; null = any, or none
 */
public record CallFilter(
        long pbxId,
        Instant from,
        Instant until,
        @Nullable CallDirection direction,
        @Nullable String extension) {
    /** All of an account's calls in a span. */
    public static CallFilter all(long pbxId, Instant from, Instant until) {
        return new CallFilter(pbxId, from, until, null, null);
    }

    public CallFilter of(CallDirection wanted) {
        return new CallFilter(pbxId, from, until, wanted, extension);
    }

    /** @param wanted null = any */
    public CallFilter ofExtension(@Nullable String wanted) {
        return new CallFilter(pbxId, from, until, direction, wanted);
    }
}
