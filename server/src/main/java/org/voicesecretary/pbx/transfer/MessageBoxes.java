package org.voicesecretary.pbx.transfer;

import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;

/** Takes messages for those who cannot be reached. */
@FunctionalInterface
public interface MessageBoxes {
    /** Greets the caller, takes a message, and comes back when the call is over. Runs on the call's own thread. */
    CallEnd take(Talk talk, Office office, Extension owner) throws InterruptedException;

    /** Lets an extension hear its messages, and comes back when the call is over. Runs on the call's own thread. */
    default CallEnd listen(Talk talk, Office office, Extension owner) throws InterruptedException {
        return new CallEnd.VoicemailEnded();
    }
}
