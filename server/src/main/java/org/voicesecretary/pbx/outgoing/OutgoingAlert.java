package org.voicesecretary.pbx.outgoing;

import java.time.Instant;

/**
 * Tells who runs the office that a call was blocked; one for each extension and reason in an hour.
 *
 * @param number as it would have been called
 * @param sentence for people
 */
public record OutgoingAlert(Instant at, Caller caller, String number, BlockReason reason, String sentence) {}
