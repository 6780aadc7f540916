package org.voicesecretary.sip.transaction;

import org.voicesecretary.sip.message.CSeq;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** The requests that live within another request's transaction. */
public final class FollowUpRequests {

    private FollowUpRequests() {}

    /** The ACK for a final response other than 2xx (RFC 3261 §17.1.1.3). */
    static SipRequest ackOf(SipRequest invite, SipResponse response) {
        return within(invite, Method.ACK, response.headers());
    }

    /** The CANCEL of a request that waits for its final response (RFC 3261 §9.1); it must take the same way. */
    public static SipRequest cancelOf(SipRequest invite) {
        return within(invite, Method.CANCEL, invite.headers());
    }

    private static SipRequest within(SipRequest invite, Method method, Headers to) {
        Headers original = invite.headers();
        Headers headers = Headers.builder()
                // Only the topmost Via: the request came from us.
                .add(HeaderName.VIA, invite.topVia().text())
                .copy(original, HeaderName.ROUTE)
                .add(HeaderName.MAX_FORWARDS, "70")
                .copy(original, HeaderName.FROM)
                .copy(to, HeaderName.TO)
                .copy(original, HeaderName.CALL_ID)
                .add(HeaderName.CSEQ, new CSeq(invite.cseq().number(), method).text())
                .copy(original, HeaderName.USER_AGENT)
                .build();
        return new SipRequest(method, invite.uri(), headers);
    }
}
