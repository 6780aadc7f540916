package org.voicesecretary.call;

import java.util.List;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.timeline.FaultKind;

/** What came back from a script. */
public sealed interface ScriptAnswer {
    /** Go on with these; never empty, in the order of execution. */
    record Instructions(List<Instruction> list) implements ScriptAnswer {
        public Instructions {
            list = List.copyOf(list);
        }
    }

    /** The script has nothing to say, which is no fault. */
    record NoInstruction(String why) implements ScriptAnswer {}

    /** There was no usable answer; the source has put the fault on the timeline. */
    record Failed(FaultKind kind, String why) implements ScriptAnswer {}
}
