package org.voicesecretary.pbx.scenario;

/** In which order a queue tries its agents. */
public enum QueueStrategy {
    /** All at once. */
    RING_ALL,
    /** In the order of the list, beginning after the one who was rung last. */
    ROUND_ROBIN,
    /** Whoever has had no call for longest. */
    LEAST_RECENT,
    /** Whoever has had the fewest calls; of equals, whoever has had none for longest. */
    FEWEST_CALLS,
    /** A new order each time round; nobody is rung twice in a row. */
    RANDOM
}
