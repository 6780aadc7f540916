package org.voicesecretary.sip;

import org.voicesecretary.sip.message.BodyPart;
import org.voicesecretary.sip.message.SipMessage;

/** The session description in the body of a message; trunks wrap it into multipart/mixed together with ISUP. */
final class SessionBody {

    static final String TYPE = "application/sdp";

    private static final byte[] NONE = {};

    private SessionBody() {}

    /** The bytes of application/sdp, alone or as one part of several; empty where there is none. */
    static byte[] of(SipMessage message) {
        return BodyPart.find(message, TYPE).orElse(NONE);
    }
}
