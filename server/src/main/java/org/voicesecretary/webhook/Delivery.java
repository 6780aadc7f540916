package org.voicesecretary.webhook;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a script, for people who look after it.
 *
 * @param id grows with time
 * @param event its name, such as {@code NOTIFY_END}
 * @param body as it is sent
 * @param attempts made so far
 * @param due when it is tried next; of no meaning where nothing is to be tried
 * @param doneAt when it was delivered or given up; null = it is pending
 */
public record Delivery(
        long id,
        long pbxId,
        String callId,
        String event,
        URI url,
        String contentType,
        String body,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        Instant due,
        @Nullable Instant doneAt) {

    /**
     * One attempt.
     *
     * @param number from 1
     * @param outcome DELIVERED, REFUSED (an answer other than 2xx), FAILED (no whole answer) or SWITCHED_OFF
     * @param status of the answer; null = there was none
     * @param problem why there was no answer; empty = there was
     * @param answer its first 4 KB
     */
    public record Attempt(
            int number,
            Instant at,
            String outcome,
            @Nullable Integer status,
            long latencyMillis,
            String problem,
            String answer) {}
}
