package org.voicesecretary.call;

import org.voicesecretary.protocol.Instruction.Announcement;

/**
 * Turns what is to be said into sound. Whatever goes wrong (a missing sound, an unknown phrase, a speech engine that is
 * down) is told in the result; nothing is thrown.
 */
public interface Announcer {
    /**
     * May block while speech is rendered; runs beside the call.
     *
     * @param secret whether it may read out what nobody else may know: then no copy of its sound stays on the disk
     */
    Spoken announce(Announcement announcement, NumberSettings number, boolean secret);

    /** "We are sorry …" in the account's language. Ready since the start of the server: returns at once. */
    Spoken apology(NumberSettings number);

    /** A short tone for a caller whose turn it is, where nothing could be said before. Returns at once. */
    Spoken signal(NumberSettings number);

    /** The number's filler, sentence or short tone. Ready since the start of the server: returns at once. */
    Spoken filler(NumberSettings number);
}
