package org.voicesecretary.media.clock;

/** Something that has its turn every frame (20 ms), always on the same thread. */
@FunctionalInterface
public interface Paced {

    /**
     * Takes one turn. Must neither block nor allocate in the steady state: hundreds of others wait for theirs.
     *
     * @param deadlineNanos when this turn was due; a gap of more than one frame to the turn before means that turns were given up
     *     because the machine stood still for too long
     * @return whether a packet was sent, that is, whether this turn's lateness counts
     */
    boolean tick(long deadlineNanos);
}
