package org.voicesecretary.timeline;

import java.time.Instant;

/**
 * An event at its place in the call.
 *
 * @param seq from 1, without gaps, the order in which things happened
 * @param offsetMillis since the start of the call, never smaller than that of the entry before
 * @param at wall clock: start of the call plus offset
 */
public record TimelineEntry(CallId call, int seq, long offsetMillis, Instant at, TimelineEvent event) {}
