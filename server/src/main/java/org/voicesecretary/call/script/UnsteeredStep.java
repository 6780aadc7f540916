package org.voicesecretary.call.script;

/** A reply that does not say how to go on, such as one with nothing but a caller name. */
record UnsteeredStep() implements Step {
    @Override
    public Outcome run(Conversation talk) {
        return new Outcome.Unsteered();
    }
}
