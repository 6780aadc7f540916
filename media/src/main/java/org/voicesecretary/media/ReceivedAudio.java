package org.voicesecretary.media;

/** Hears what a session receives. Called on the thread that serves many sessions: copy and return. */
@FunctionalInterface
public interface ReceivedAudio {

    /**
     * Samples in order, as soon as they arrived; lost ones come as zeros.
     *
     * @param samples reused after the return
     * @param count how many, from index 0
     * @param sampleRate of the codec received, 8000 or 16,000
     * @param arrivalNanos when their packet was read, by the media clock; for lost ones that of the packet that showed the gap
     * @param lost whether these stand for lost ones
     */
    void samples(short[] samples, int count, int sampleRate, long arrivalNanos, boolean lost);
}
