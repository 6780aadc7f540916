package org.voicesecretary.config;

import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * How long what calls leave behind is kept.
 *
 * @param timelines what happened in each call
 * @param events informational events that were delivered or given up
 * @param calls the call records
 * @param counters how many calls and inputs there were, hour by hour
 */
public record KeepConfig(
        @Between({"1d", "36500d"}) Duration timelines,
        @Between({"1d", "36500d"}) Duration events,
        @Between({"1d", "36500d"}) Duration calls,
        @Between({"1d", "36500d"}) Duration counters)
        implements Checked {
    @Override
    public void check(BiConsumer<String, String> complain) {
        if (calls.compareTo(timelines) < 0) {
            complain.accept(
                    "calls",
                    "keep.calls " + Units.text(calls) + " is shorter than keep.timelines " + Units.text(timelines)
                            + ": a timeline is found by its call record; expected at least that");
        }
    }
}
