package org.voicesecretary.webhook;

/** What became of one attempt to deliver an event. */
public sealed interface DeliveryOutcome {
    /** A 2xx; what the script says in it is of no consequence. */
    record Delivered(int status, String response) implements DeliveryOutcome {}

    /** Any other status; tried again, since a script that is broken today may be mended tomorrow. */
    record Refused(int status, String response) implements DeliveryOutcome {}

    /** No complete reply: unreachable, too slow, broken off, wrong certificate. */
    record Failed(String problem) implements DeliveryOutcome {}
}
