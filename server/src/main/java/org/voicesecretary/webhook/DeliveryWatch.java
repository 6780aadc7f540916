package org.voicesecretary.webhook;

import java.time.Duration;
import java.time.Instant;

/** Sees each attempt to deliver an event, on the thread that delivers; must not block. */
@FunctionalInterface
public interface DeliveryWatch {
    /**
     * @param attempt from 1
     * @param outcome without what must not be kept
     */
    void attempted(OutboxEvent event, int attempt, Instant began, Duration latency, DeliveryOutcome outcome);

    /** Its attempt was the last straw: the script gets no events any more. */
    default void switchedOff(OutboxEvent event, int attempt, EndpointTrouble trouble) {}
}
