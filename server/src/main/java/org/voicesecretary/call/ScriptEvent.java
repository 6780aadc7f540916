package org.voicesecretary.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.WaitDtmfResult;

/** What a script is asked about: each of these wants to know what to do next. */
public sealed interface ScriptEvent {
    /** A call came in. */
    record CallStarted() implements ScriptEvent {}

    /**
     * The instructions of the last reply are carried out.
     *
     * @param completed kinds of the announcements, in their order
     * @param entered what the caller entered, null if the reply did not wait for keys
     * @param sensitive whether what was entered must not be shown to anybody but the script
     */
    record StepDone(
            List<AnnouncementKind> completed, @Nullable WaitDtmfResult entered, boolean sensitive)
            implements ScriptEvent {
        public StepDone {
            completed = List.copyOf(completed);
        }
    }

    /** A redirect came back, because nobody answered in its time. */
    record RedirectReturned() implements ScriptEvent {}
}
