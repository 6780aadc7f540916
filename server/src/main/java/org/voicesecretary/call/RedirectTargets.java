package org.voicesecretary.call;

import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;

/** Where calls can be handed over to: extensions, menus, outside numbers. */
public interface RedirectTargets {
    /** Hands the call over and comes back when that has ended. Runs on the call's own thread. */
    Outcome connect(Talk talk, Redirect redirect) throws InterruptedException;

    /** Whether there is such a place: what is keyed in during a conversation may be meant for the other side. */
    default boolean exists(Talk talk, RedirectTarget target) {
        return true;
    }

    /** What became of it. */
    sealed interface Outcome {
        /** It cannot be reached from here. */
        record Unavailable(FaultKind kind, String problem, String mend) implements Outcome {}

        /** Nobody answered within {@code return_timeout}: the script goes on. */
        record NoAnswer(EndStatus status) implements Outcome {}

        /** Somebody else steers the call from here on: a menu. */
        record Steered(ScriptSource by) implements Outcome {}

        /** The call ended there. */
        record Over(CallEnd end) implements Outcome {}
    }

    /** An installation that has none. */
    static RedirectTargets none() {
        return (talk, redirect) -> new Outcome.Unavailable(
                FaultKind.SCRIPT,
                "'" + redirect.target().wireText()
                        + "' cannot be reached: this installation has no extensions, menus or"
                        + " trunks to transfer to",
                "answer with announcements, wait_dtmf, hangup or redirect \"blacklist\"");
    }
}
