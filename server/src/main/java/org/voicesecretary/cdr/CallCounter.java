package org.voicesecretary.cdr;

import java.time.LocalDateTime;

/**
 * What happened in an hour.
 *
 * @param hour its beginning on the account's clock
 * @param subject a number, an extension, or the name of a step
 * @param outcome of a step: the key that was pressed, {@code nothing}, or {@code input}; else empty
 * @param calls how many calls, or inputs
 * @param answered calls of them that were answered
 * @param seconds of talk
 */
public record CallCounter(
        CounterKind kind,
        LocalDateTime hour,
        String subject,
        String outcome,
        long calls,
        long answered,
        long seconds) {}
