package org.voicesecretary.webhook;

/** Posts an event to its URL, once, within bounded time. */
public interface DeliveryPort {
    DeliveryOutcome deliver(OutboxEvent event) throws InterruptedException;
}
