package org.voicesecretary.pbx.outgoing;

import java.util.Optional;

/** Whether a call out may take place. */
public sealed interface OutgoingVerdict {
    /** It counts from now on, until {@link Permit#ended}. */
    record Allowed(Permit permit) implements OutgoingVerdict {}

    /**
     * @param explanation for the timeline: who, which number, which rule
     * @param alert present if whoever runs the office is to be told; not more than once an hour for a reason and an extension
     */
    record Blocked(BlockReason reason, String explanation, Optional<OutgoingAlert> alert) implements OutgoingVerdict {}
}
