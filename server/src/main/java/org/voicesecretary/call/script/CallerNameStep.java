package org.voicesecretary.call.script;

import org.voicesecretary.timeline.TimelineEvent;

/** {@code caller_name}: the name that whoever takes the call is shown. */
record CallerNameStep(String name) implements Step {
    @Override
    public Outcome run(Conversation talk) {
        talk.timeline().add(new TimelineEvent.CallerNamed(name));
        return new Outcome.Continue();
    }
}
