package org.voicesecretary.protocol;

import java.util.List;

/** What a reply body turned out to be. */
public sealed interface ParsedReply {
    List<Lint> lints();

    /**
     * The call goes on with these, in the order of execution: caller name, announcements, then {@code wait_dtmf}, else
     * redirect, else hang-up. Never empty.
     *
     * @param correctedJson the reply as it should have been written
     */
    record Instructions(List<Instruction> list, List<Lint> lints, String correctedJson) implements ParsedReply {
        public Instructions {
            list = List.copyOf(list);
            lints = List.copyOf(lints);
        }
    }

    /** The script wants nothing: no fault. {@code why} says what the body was. */
    record NoInstruction(String why, List<Lint> lints) implements ParsedReply {
        public NoInstruction {
            lints = List.copyOf(lints);
        }
    }

    /** No JSON object in it: a fault of the script. */
    record Unreadable(String why, List<Lint> lints) implements ParsedReply {
        public Unreadable {
            lints = List.copyOf(lints);
        }
    }
}
