package org.voicesecretary.webhook;

/** Posts an event to its URL, once, within bounded time. */
public interface DeliveryPort {
    /** @param messageId the same for every attempt */
    DeliveryOutcome deliver(String messageId, OutboxEvent event) throws InterruptedException;
}
