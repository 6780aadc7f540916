package org.voicesecretary.media;

/** What is sent while nothing is played, so that NAT bindings live and the caller's phone does not think that the line is dead. */
public enum IdleAudio {
    /** Digital silence. */
    SILENCE,
    /** A noise so faint (about −65 dBFS) that the line sounds open. */
    COMFORT_NOISE,
    /** Nothing; the first packet of what is played next carries the marker bit. */
    NONE
}
