package org.voicesecretary.call;

import java.time.Duration;

/**
 * What is heard while a script thinks.
 *
 * @param on false = the number wants silence
 * @param after unintended silence before it starts, and again after each time; at most 2 s keeps the promise that nobody
 *     hears silence for longer
 * @param text the sentence; empty = a short tone
 */
public record Filler(boolean on, Duration after, String text) {
    public static final Filler TONE = new Filler(true, Duration.ofMillis(1500), "");
    public static final Filler OFF = new Filler(false, Duration.ofMillis(1500), "");
}
