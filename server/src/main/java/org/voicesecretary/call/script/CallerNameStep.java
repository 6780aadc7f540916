package org.voicesecretary.call.script;

/** {@code caller_name}: the name that whoever takes the call is shown. */
record CallerNameStep(String name) implements Step {
    @Override
    public Outcome run(Conversation talk) {
        talk.name(name);
        return new Outcome.Continue();
    }
}
