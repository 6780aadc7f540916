package org.voicesecretary.call;

import java.time.Duration;

/**
 * What is heard while a script thinks.
 *
 * @param on false = the number wants silence
 * @param after unintended silence before it starts, and again after each time; never more than {@link #LATEST}
 * @param text the sentence; empty = a short tone
 */
public record Filler(boolean on, Duration after, String text) {
    /** With the grace for work that has just begun, and the time until a sound is on the wire, nobody hears silence for 2 s. */
    public static final Duration LATEST = Duration.ofMillis(1800);

    public static final Filler TONE = new Filler(true, Duration.ofMillis(1500), "");
    public static final Filler OFF = new Filler(false, Duration.ofMillis(1500), "");

    public Filler {
        after = after.compareTo(LATEST) > 0 ? LATEST : after;
    }
}
