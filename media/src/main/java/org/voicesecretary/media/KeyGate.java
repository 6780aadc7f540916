package org.voicesecretary.media;

import org.voicesecretary.media.dtmf.DtmfDigit;

/** Decides whether a key that one side of a bridge presses reaches the other. */
@FunctionalInterface
public interface KeyGate {
    /** Every key passes. */
    KeyGate OPEN = (from, digit, how) -> true;

    /**
     * Asked once for each press, at its first sign, after {@link MediaListener#onDigit} was told. Called on the thread that serves hundreds
     * of sessions: decide and return.
     *
     * <p>Where this is false, nothing of the press reaches the other side (of a key found as tones: nothing more than its first 40 ms). A
     * key that was only held back is passed on later by {@link MediaSession#sendDigit} of the other side.
     *
     * @param from who pressed it
     */
    boolean passes(MediaSession from, DtmfDigit digit, DigitSource how);
}
