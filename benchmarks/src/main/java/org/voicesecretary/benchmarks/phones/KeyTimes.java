package org.voicesecretary.benchmarks.phones;

import org.voicesecretary.benchmarks.Histogram;

/** How soon keys had an effect. Written by the media thread; read once the keys have been answered. */
public final class KeyTimes {
    private final Histogram toNextPrompt = new Histogram();
    private final Histogram toStop = new Histogram();

    void answered(long nextPrompt, long stop) {
        toNextPrompt.record(nextPrompt);
        toStop.record(stop);
    }

    /** From the key's first packet to the first packet of the prompt that answers it. */
    public Histogram toNextPrompt() {
        return toNextPrompt;
    }

    /** From the key's first packet to the last packet of the prompt that it cut short. */
    public Histogram toStop() {
        return toStop;
    }
}
