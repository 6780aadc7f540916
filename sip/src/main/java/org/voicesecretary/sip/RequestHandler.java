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
}
