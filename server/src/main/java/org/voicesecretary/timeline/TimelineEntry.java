package org.voicesecretary.timeline;

import java.time.Instant;

/**
 * An event at its place in the call.
 *
 * @param seq from 1, without gaps, the order in which things happened; above {@link #AFTER_THE_CALL} for what came after
 * @param offsetMillis since the start of the call, never smaller than that of the entry before
 * @param at wall clock: start of the call plus offset
 */
public record TimelineEntry(CallId call, int seq, long offsetMillis, Instant at, TimelineEvent event) {
    /** Deliveries of events follow the call, perhaps by hours and in another run of the server; they are counted from here. */
    public static final int AFTER_THE_CALL = 1_000_000;
}
