package org.voicesecretary.call;

import org.voicesecretary.media.dtmf.DtmfDigit;

/** Decides whether a key that one side of a conversation presses reaches the other. */
@FunctionalInterface
public interface KeyFilter {
    /**
     * Asked once for each press, before the call is told of it; on threads that serve many calls: decide and return. A key that was only
     * held back is passed on later by {@link Side#sendKeys} of the other side.
     *
     * @param nanoTime of the call's clock
     */
    boolean passes(DtmfDigit digit, long nanoTime);
}
