package org.voicesecretary.call.script;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.timeline.FaultKind;

/** Nobody knows how to go on: the caller hears an apology in the account's language, then the call ends. */
record ApologyStep(Voice voice, @Nullable FaultKind fault) implements Step {
    @Override
    public Outcome run(Conversation talk) throws InterruptedException {
        return switch (SayStep.say(talk, voice, voice.apology())) {
            case Outcome.Continue() -> new Outcome.End(new CallEnd.Apologised(fault));
            case Outcome other -> other;
        };
    }
}
