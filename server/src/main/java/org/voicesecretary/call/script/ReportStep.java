package org.voicesecretary.call.script;

import java.util.List;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.DefaultAction;

/** The announcements are over and the reply says no more: the script is asked how to go on. */
record ReportStep(List<Announcement> said) implements Step {
    @Override
    public Outcome run(Conversation talk) {
        var completed = said.stream().map(Announcement::kind).toList();
        return new Outcome.Ask(new ScriptEvent.StepDone(completed, null, false), new DefaultAction.None());
    }
}
