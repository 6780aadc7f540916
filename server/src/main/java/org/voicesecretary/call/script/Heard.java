package org.voicesecretary.call.script;

import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;

/** What a step hears from the caller while it listens. */
sealed interface Heard {
    /** A key. */
    record Key(CallSignal.DigitPressed pressed) implements Heard {}

    /** What was playing has ended by itself. */
    record AudioEnded() implements Heard {}

    /** Nothing until the deadline. */
    record TimedOut() implements Heard {}

    /** The call is over. */
    record Over(CallEnd end) implements Heard {}
}
