package org.voicesecretary.timeline;

import java.time.Instant;

/**
 * An entry as it was stored.
 *
 * @param kind name of the event, such as {@code webhook-reply}
 * @param line for people
 * @param detail the event's components as a JSON object
 */
public record StoredEntry(int seq, Instant at, long offsetMillis, String kind, String line, String detail) {}
