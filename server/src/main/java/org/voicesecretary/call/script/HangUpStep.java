package org.voicesecretary.call.script;

import org.voicesecretary.call.CallEnd;

/** {@code hangup}: BYE, or 603 Decline before the answer. */
record HangUpStep() implements Step {
    @Override
    public Outcome run(Conversation talk) {
        return new Outcome.End(talk.answered() ? new CallEnd.ScriptHungUp() : new CallEnd.Declined());
    }
}
