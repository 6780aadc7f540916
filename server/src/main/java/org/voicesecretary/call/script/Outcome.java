package org.voicesecretary.call.script;

import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.timeline.FaultKind;

/** What comes after a step. */
sealed interface Outcome {
    /** The next step of the same reply. */
    record Continue() implements Outcome {}

    /** The script is asked; {@code otherwise} is done if it has no answer. */
    record Ask(ScriptEvent event, DefaultAction otherwise) implements Outcome {}

    /** From here on somebody else is asked. */
    record Steered(ScriptSource by) implements Outcome {}

    /** The reply leads nowhere, because there is nothing in it that says how to go on. */
    record Unsteered() implements Outcome {}

    /** The reply leads nowhere, because something failed; the timeline has it. */
    record Failed(FaultKind kind) implements Outcome {}

    /** The call is over. */
    record End(CallEnd end) implements Outcome {}
}
