package org.voicesecretary.sip;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.sip.dialog.SessionTimerPolicy.Agreement;
import org.voicesecretary.sip.message.HeaderName;

/** What a 2xx of ours says about the session timer (RFC 4028 §9). */
final class SessionTimerHeaders {

    private SessionTimerHeaders() {}

    static List<RequestReply.HeaderField> of(Agreement timer) {
        var headers = new ArrayList<RequestReply.HeaderField>();
        if (timer instanceof Agreement.Use use) {
            if (use.require()) {
                headers.add(new RequestReply.HeaderField(HeaderName.REQUIRE, "timer"));
            }
            headers.add(new RequestReply.HeaderField(
                    HeaderName.SESSION_EXPIRES, use.header().text()));
        }
        return headers;
    }
}
