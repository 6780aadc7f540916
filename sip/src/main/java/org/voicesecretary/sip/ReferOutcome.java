package org.voicesecretary.sip;

import org.voicesecretary.sip.message.SipResponse;

/** What became of a REFER of ours. */
public sealed interface ReferOutcome {

    /** The peer did call, and got this: 200 is a success. */
    record Reported(int status, String reason) implements ReferOutcome {

        public boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /** The peer does not want to call. */
    record Refused(SipResponse response) implements ReferOutcome {}

    /** The peer agreed, and its call with us ended without a word of what became of it. */
    record Untold(String why) implements ReferOutcome {}

    /** The time of {@link OutboundRefer#await} passed. */
    record Pending() implements ReferOutcome {}
}
