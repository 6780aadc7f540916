package org.voicesecretary.sip.dialog;

import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipRequest;

/**
 * RFC 3261 §12.
 *
 * @param remoteTag empty where the peer has none (RFC 2543)
 */
public record DialogId(String callId, String localTag, String remoteTag) {

    /** The dialog that a request of the peer belongs to; its To tag is ours. */
    public static DialogId ofReceived(SipRequest request) {
        return new DialogId(request.callId(), text(request.toTag()), text(request.fromTag()));
    }

    /** The dialog that a message of the caller's side makes: we are the caller. */
    public static DialogId ofCaller(SipMessage message) {
        return new DialogId(message.callId(), text(message.fromTag()), text(message.toTag()));
    }

    private static String text(@Nullable String tag) {
        return tag == null ? "" : tag;
    }
}
