package org.voicesecretary.sip;

import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transport.Flow;

/**
 * Answers requests outside of calls that the {@link UserAgentConfig#capabilities} name: REGISTER, MESSAGE … OPTIONS is answered
 * without it. Runs on a virtual thread.
 */
@FunctionalInterface
public interface RequestHandler {

    /** For a user agent that takes calls only. */
    RequestHandler NONE = (request, source) -> RequestReply.of(405, "Method Not Allowed");

    RequestReply onRequest(SipRequest request, Flow source) throws InterruptedException;

    /** A connection is closed, by whomever: what was to be reached by it is not any more (RFC 5626 §5.3). Must not block. */
    default void onFlowClosed(Flow flow) {}
}
