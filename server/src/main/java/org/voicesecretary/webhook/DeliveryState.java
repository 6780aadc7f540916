package org.voicesecretary.webhook;

/** Where an event stands. */
public enum DeliveryState {
    PENDING,
    DELIVERED,
    /** Given up. */
    DEAD
}
