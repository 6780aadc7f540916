package org.voicesecretary.sip;

import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transport.Flow;

/** Answers requests outside of calls: OPTIONS, REGISTER, MESSAGE … Runs on a virtual thread. */
@FunctionalInterface
public interface RequestHandler {

    /** OPTIONS gets 200 with what we can do, other known methods 405, unknown ones 501. */
    RequestHandler DEFAULT = (request, source) -> {
        var allow = new RequestReply.HeaderField("Allow", Capabilities.ALLOW);
        if (request.method().equals(Method.OPTIONS)) {
            return RequestReply.of(
                    200,
                    "OK",
                    allow,
                    new RequestReply.HeaderField("Accept", Capabilities.SDP),
                    new RequestReply.HeaderField("Supported", Capabilities.SUPPORTED));
        }
        return Method.KNOWN.contains(request.method())
                ? RequestReply.of(405, "Method Not Allowed", allow)
                : RequestReply.of(501, "Not Implemented", allow);
    };

    RequestReply onRequest(SipRequest request, Flow source) throws InterruptedException;
}
