package org.voicesecretary.sip;

import org.voicesecretary.sip.message.SipResponse;

/** What came of a request within a call. */
public sealed interface RequestOutcome {

    /** A 2xx; the body of one to a re-INVITE is the peer's answer. */
    record Success(SipResponse response) implements RequestOutcome {}

    /** A final response from 300 on. After 481 and 408 the call is over. */
    record Refused(SipResponse response) implements RequestOutcome {}

    /** The peer did not answer, could not be reached, or the call had ended before. */
    record NoAnswer(String why) implements RequestOutcome {}
}
